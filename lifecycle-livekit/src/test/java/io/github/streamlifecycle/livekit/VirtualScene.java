package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitWebhook.WebhookEvent;

/** A host, a room and a {@link VirtualServer}: everything that a guarded stream deals with, in one virtual time. */
final class VirtualScene {
    static final String ROOM = "room";
    static final EgressRequest FILE = RoomCompositeEgress.grid().toFile("/out/ours.mp4");
    static final EgressRequest OTHER_FILE = RoomCompositeEgress.grid().toFile("/out/theirs.mp4");

    final TestScheduler time = new TestScheduler();
    final VirtualServer server = new VirtualServer(time);
    final LiveKit livekit;
    final PublishProcessor<Presence> host = PublishProcessor.create();

    /** A scene whose events are delivered on the thread that decides, so that a test sees them at once. */
    VirtualScene() {
        this(settings -> settings.deliverOn(Schedulers.trampoline()));
    }

    VirtualScene(UnaryOperator<LiveKitBuilder> settings) {
        server.open(ROOM, "RM_now");
        livekit = settings.apply(LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
                        .through(api -> server))
                .build();
    }

    GuardPlan plan() {
        return livekit.guard(ROOM, host).scheduler(time);
    }

    GuardedStream start() {
        return plan().start(FILE);
    }

    /** Starts, with the host up, and waits until the egress is live. */
    GuardedStream live() {
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        advance(6_000);
        return stream;
    }

    void at(long millis, Runnable action) {
        time.scheduleDirect(action, millis - time.now(TimeUnit.MILLISECONDS), TimeUnit.MILLISECONDS);
    }

    void advance(long millis) {
        time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    }

    void up() {
        host.onNext(Presence.UP);
    }

    void down() {
        host.onNext(Presence.DOWN);
    }

    void webhook(EgressInfo info) {
        livekit.webhook(WebhookEvent.newBuilder().setEgressInfo(info).build());
    }

    void webhook(String egressId, EgressStatus status) {
        webhook(server.egress(egressId).info().toBuilder().setStatus(status).build());
    }

    /** A stop of an egress as a guard orders it. */
    StopRequest order(String egressId) {
        return StopRequest.of(egressId).within(Duration.ofMinutes(1), time);
    }

    /** An egress that is live, for somebody else. */
    String running() {
        String id = server.runs(ROOM, FILE).info().getEgressId();
        advance(6_000);
        return id;
    }

    TestObserver<StopReceipt> stop(String egressId) {
        return livekit.egress().stop(order(egressId)).test();
    }

    static StopReceipt receipt(TestObserver<StopReceipt> stop) {
        return stop.assertValueCount(1).values().get(0);
    }

    List<VirtualServer.Call> stops() {
        return server.calls("StopEgress");
    }

    List<VirtualServer.Call> stops(String egressId) {
        return stops().stream().filter(call -> call.about().equals(egressId)).toList();
    }

    /** The only egress there was. */
    String id() {
        return server.all().iterator().next().info().getEgressId();
    }

    /** The one outcome; fails if there is none. */
    static Outcome outcome(GuardedStream stream) {
        TestObserver<Outcome> seen = stream.outcome().test();
        seen.assertValueCount(1).assertComplete();
        stream.events().test().assertComplete();
        return seen.values().get(0);
    }

    static void assertGoesOn(GuardedStream stream) {
        stream.outcome().test().assertNotComplete().assertNoErrors();
    }

    static <T extends StreamEvent> List<T> events(GuardedStream stream, Class<T> type) {
        return stream.events().ofType(type).test().values();
    }
}
