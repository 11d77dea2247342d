package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.api.Connections;
import io.github.streamlifecycle.livekit.api.LiveKitException.Kind;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitEgress.EgressInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stops and streams whose server answers with something else, or never: each ends with a type. */
class HostileServerTest {
    private static final EgressRequest RTMP = RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/stream-key");
    private static final Duration STOP_DEADLINE = Duration.ofMillis(150);
    private static final LiveKitDouble FRIENDLY =
            LiveKitDouble.builder().speed(20).start();
    /** For what ends by a condition, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @AfterAll
    static void endFriend() {
        FRIENDLY.close();
    }

    private static ServerApi api(HostileServer server, Deed deed) {
        return Connections.to(server.url(), deed.timeout()).api();
    }

    private static Object result(Single<?> call) {
        return call.map(Object.class::cast)
                .onErrorReturn(error -> error)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .blockingGet();
    }

    @ParameterizedTest
    @EnumSource
    void stopGivesUpAtItsDeadlineWithAType(Deed deed) {
        try (HostileServer server = new HostileServer(deed)) {
            EgressControl control = new EgressControl(api(server, deed));
            // a refusal ends it before
            Duration deadline = deed.kind == Kind.REFUSED ? PATIENCE : STOP_DEADLINE;
            Object receipt = result(control.stop(StopRequest.of("EG_1").within(deadline, Schedulers.computation())));
            assertThat(receipt)
                    .isInstanceOfSatisfying(
                            GaveUp.class,
                            gaveUp -> assertThat(gaveUp.cause().kind()).isEqualTo(deed.kind));
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamThatCannotLookAtItsRoomIsNotStarted(Deed deed) {
        try (HostileServer server = new HostileServer(deed);
                LiveKit livekit = LiveKit.builder(server.url(), "key", "secret")
                        .through(direct -> api(server, deed))
                        .build()) {
            GuardedStream stream = livekit.guard("room", Flowable.never()).start(RTMP);
            assertThat(result(stream.outcome()))
                    .isInstanceOfSatisfying(
                            Outcome.StartFailed.class,
                            failed -> assertThat(failed.cause().kind()).isEqualTo(deed.kind));
            assertThat(livekit.guardedStreams()).isZero();
        }
    }

    private static GuardedStream guarded(
            String room, Turncoat calls, TestScheduler time, PublishProcessor<Presence> host) {
        return LiveKit.builder(FRIENDLY.url(), FRIENDLY.apiKey(), FRIENDLY.apiSecret())
                .through(direct -> {
                    calls.turnTo(direct);
                    return calls;
                })
                .deliverOn(Schedulers.trampoline())
                .build()
                .guard(room, host)
                .scheduler(time)
                .start(RTMP);
    }

    private static Outcome outcome(GuardedStream stream, TestScheduler time) {
        TestObserver<Outcome> outcome = stream.outcome().test();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    time.advanceTimeBy(15, TimeUnit.SECONDS);
                    return !outcome.values().isEmpty();
                });
        return outcome.values().get(0);
    }

    @ParameterizedTest
    @EnumSource
    void streamWhoseServerTurnsHostileIsGivenUp(Deed deed) {
        String room = "stop-" + deed;
        FRIENDLY.joinAndPublish(room, "host");
        TestScheduler time = new TestScheduler();
        PublishProcessor<Presence> host = PublishProcessor.create();
        try (HostileServer server = new HostileServer(deed)) {
            Turncoat calls = new Turncoat(api(server, deed));
            GuardedStream stream = guarded(room, calls, time, host);
            host.onNext(Presence.UP);
            stream.events().ofType(StreamEvent.Started.class).blockingFirst();
            calls.turnTo(api(server, deed));
            host.onNext(Presence.DOWN);
            assertThat(outcome(stream, time))
                    .isInstanceOfSatisfying(
                            Outcome.HostDropped.class,
                            dropped -> assertThat(dropped.receipt()).isInstanceOf(GaveUp.class));
        }
    }

    @ParameterizedTest
    @EnumSource
    void startThatFallsIntoHostileHandsIsSentOnceAndFailsWithAType(Deed deed) {
        String room = "start-" + deed;
        FRIENDLY.joinAndPublish(room, "host");
        TestScheduler time = new TestScheduler();
        AtomicInteger starts = new AtomicInteger();
        try (HostileServer server = new HostileServer(() -> {
            starts.incrementAndGet();
            return deed;
        })) {
            Turncoat calls = new Turncoat(api(server, deed)) {
                @Override
                public Single<EgressInfo> startEgress(String name, EgressRequest request) {
                    return api(server, deed).startEgress(name, request);
                }
            };
            assertThat(outcome(guarded(room, calls, time, PublishProcessor.create()), time))
                    .isInstanceOfSatisfying(
                            Outcome.StartFailed.class,
                            failed -> assertThat(failed.cause().kind()).isEqualTo(deed.kind));
        }
        assertThat(starts).hasValue(1);
    }
}
