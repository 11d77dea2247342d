package consumer;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.MediaWatch;
import io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.github.streamlifecycle.livekit.webrtc.WhipSession;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The README's snippets, word for word, in a program that runs them. */
public final class Consumer {
    private static final Logger log = LoggerFactory.getLogger(Consumer.class);
    private static LiveKitDouble server;

    interface Api {
        Completable stopStream();
    }

    private Consumer() {}

    /** Exits in either case: the threads of WebRTC would keep a failed run alive. */
    public static void main(String[] args) {
        try {
            machine();
            core();
            liveKit();
            System.out.println("The README's snippets: a drop and a user's stop, each stopped once, confirmed.");
            System.exit(0);
        } catch (Throwable failed) {
            failed.printStackTrace();
            System.exit(1);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static void machine() {
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        for (Signal signal : List.of(Signal.HOSTING_UP, Signal.STREAMING_ON)) {
            stopper = stopper.on(signal).next();
        }
        Transition t = stopper.on(Signal.HOSTING_DOWN); // t.next(), t.decision()
        check(t.decision() == Decision.STOP, "the machine stops");
    }

    private static void core() throws Exception {
        PublishProcessor<Boolean> hosting = PublishProcessor.create();
        PublishProcessor<Boolean> streaming = PublishProcessor.create();
        AtomicInteger stops = new AtomicInteger();
        CountDownLatch stopped = new CountDownLatch(1);
        Api api = () -> Completable.fromAction(() -> {
            stops.incrementAndGet();
            stopped.countDown();
        });
        Disposable guard = AutoStop.when(hosting, streaming) // Flowable<Boolean> each
                .grace(Duration.ofSeconds(5))
                .stopWith(() -> api.stopStream()) // Completable
                .subscribe(receipt -> log.info("{}", receipt));
        Stream.of(true, true).forEach(streaming::onNext);
        Stream.of(true, false).forEach(hosting::onNext);
        check(stopped.await(60, TimeUnit.SECONDS) && stops.get() == 1, "the shell stops once");
        guard.dispose();
    }

    private static void liveKit() throws Exception {
        try (LiveKitDouble server = LiveKitDouble.builder().speed(10).start()) {
            Consumer.server = server;
            var factory = HeadlessWebRtc.factory();
            var track = factory.createVideoTrack("camera", new CustomVideoSource());
            String url = server.url();
            String apiKey = server.apiKey();
            String apiSecret = server.apiSecret();
            WhipSession session = WhipClient.to(LiveKit.connect(url, apiKey, apiSecret), "my-room", "host")
                    .publish(factory, List.of(track))
                    .blockingGet();
            guard(url, apiKey, apiSecret, session.connection());
            check(server.calls("StopEgress").size() == 1, "the user's stop is sent once");
            drop(url, apiKey, apiSecret, session);
            check(server.calls("StopEgress").size() == 2, "a drop is stopped for once");
            rooms(factory);
        }
    }

    /** A backend that sees nothing but the lists of a server, whose host leaves. */
    private static void rooms(PeerConnectionFactory webrtcFactory) throws Exception {
        byte[] body = {};
        String authorization = "";
        try (LiveKitDouble server = LiveKitDouble.builder().start();
                var livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret())) {
            RoomMember host = server.joinAndPublish("my-room", "host");
            livekit.egress()
                    .start("my-room", RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/key"))
                    .blockingGet();
            server.awaitLive("my-room");
            var guards = livekit.guardRooms()
                    .host(HostRule.anyPublisher()) // or .identity(room -> ...), .matching(participant -> ...)
                    .grace(Duration.ofSeconds(5))
                    .watch(MediaWatch.with(webrtcFactory)) // optional: sees a drop after a second
                    .start();
            guards.events().subscribe(event -> log.info("{}", event));
            int status = guards.webhook(body, authorization); // what to answer LiveKit, in your web framework
            check(status == 401, "what nobody has signed is refused");
            await(() -> guards.rooms().stream().anyMatch(room -> room.host().presence().filter(Presence.UP::equals).isPresent()), "the host is seen");
            host.leave();
            await(() -> server.calls("StopEgress").size() == 1, "a backend stops for a host that left");
            guards.close();
        }
    }

    private static void await(BooleanSupplier holds, String what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.getAsBoolean()) {
            check(System.nanoTime() < end, what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static void guard(String url, String apiKey, String apiSecret, RTCPeerConnection peerConnection) {
        String platformUrl = "rtmp://127.0.0.1/live/key";
        var presence = PeerConnectionPresence.of(peerConnection); // webrtc-java's
        try (var livekit = LiveKit.connect(url, apiKey, apiSecret);
                var stream = livekit.guard("my-room", presence)
                        .grace(Duration.ofSeconds(5))
                        .start(RoomCompositeEgress.grid().toRtmp(platformUrl))) { // takes over, starts, guards
            stream.outcome().subscribe(outcome -> log.info("{}", outcome)); // why and how it ended
            goOn();
        } // leaving the block, also by an exception, is the user's own stop
    }

    /** Until the double says that the egress is live. */
    private static void goOn() {
        await(() -> server.webhooks().stream().anyMatch(hook -> hook.contains("EGRESS_ACTIVE")), "the egress is live");
    }

    /** The host leaves while its stream is live, without a stop of the user's. */
    private static void drop(String url, String apiKey, String apiSecret, WhipSession session) throws Exception {
        var presence = Flowable.fromPublisher(PeerConnectionPresence.of(session.connection())).replay(1).refCount();
        try (var livekit = LiveKit.connect(url, apiKey, apiSecret)) {
            var stream = livekit.guard("my-room", presence)
                    .start(RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/key"));
            stream.whenLive().toCompletableFuture().get(60, TimeUnit.SECONDS);
            presence.filter(level -> level == Presence.UP).timeout(60, TimeUnit.SECONDS).blockingFirst();
            session.leave().blockingAwait();
            Outcome outcome = stream.whenEnded().toCompletableFuture().get(60, TimeUnit.SECONDS);
            check(outcome instanceof Outcome.HostDropped && outcome.receipt().isOver(), outcome.toString());
        }
    }
}
