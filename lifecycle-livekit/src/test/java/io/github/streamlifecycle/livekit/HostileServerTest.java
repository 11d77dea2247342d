package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.api.Http;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.LiveKitException.Kind;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.api.TwirpApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import okhttp3.OkHttpClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call, made of servers that answer with something else, or never: each fails in time, with a type. */
class HostileServerTest {
    private static final EgressRequest RTMP = RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/stream-key");
    private static final Duration STOP_DEADLINE = Duration.ofMillis(150);
    private static final LiveKitDouble FRIENDLY =
            LiveKitDouble.builder().speed(20).start();
    /** A busy machine included. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private final OkHttpClient http = Http.client(64);

    @AfterAll
    static void endFriend() {
        FRIENDLY.close();
    }

    @AfterEach
    void close() {
        http.connectionPool().evictAll();
    }

    private ServerApi api(HostileServer server, Deed deed) {
        var timeouts = new TwirpApi.Timeouts(deed.timeout(), deed.timeout(), deed.timeout());
        return new TwirpApi(server.url(), "key", "0123456789abcdef0123456789abcdef", http, timeouts);
    }

    private static Stream<Single<?>> calls(ServerApi api) {
        EgressControl control = new EgressControl(api);
        return Stream.of(
                control.start("room", RTMP),
                api.stopEgress("EG_1"),
                control.find("EG_1").toSingle(),
                control.active("room"),
                control.reads().roomId("room"),
                api.participants("room"));
    }

    private static Object failure(Single<?> call) {
        return call.map(Object.class::cast)
                .onErrorReturn(error -> error)
                .timeout(SOON.toMillis(), TimeUnit.MILLISECONDS)
                .blockingGet();
    }

    @ParameterizedTest
    @EnumSource
    void everyCallFailsInTimeWithAType(Deed deed) {
        try (HostileServer server = new HostileServer(deed)) {
            List<Object> failures = Flowable.fromStream(calls(api(server, deed)))
                    .flatMapSingle(
                            call -> Single.fromCallable(() -> failure(call)).subscribeOn(Schedulers.io()))
                    .toList()
                    .blockingGet();
            assertThat(failures)
                    .hasSize(6)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(
                                    LiveKitException.class,
                                    error -> assertThat(error.kind())
                                            .as(error.toString())
                                            .isEqualTo(deed.kind)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopGivesUpAtItsDeadlineWithAType(Deed deed) {
        try (HostileServer server = new HostileServer(deed)) {
            EgressControl control = new EgressControl(api(server, deed));
            // a refusal ends it before
            Duration deadline = deed.kind == Kind.REFUSED ? SOON : STOP_DEADLINE;
            Object receipt = failure(control.stop(StopRequest.of("EG_1").within(deadline, Schedulers.computation())));
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
                LiveKit livekit = LiveKit.connect(server.url(), "key", "secret").through(direct -> api(server, deed))) {
            GuardedStream stream = livekit.guard("room").host(Flowable.never()).start(RTMP);
            assertThat(failure(stream.outcome()))
                    .isInstanceOfSatisfying(
                            Outcome.StartFailed.class,
                            failed -> assertThat(failed.cause().kind()).isEqualTo(deed.kind));
            assertThat(livekit.guardedStreams()).isZero();
        }
    }

    private static GuardedStream guarded(
            String room, Turncoat calls, TestScheduler time, PublishProcessor<Presence> host) {
        return LiveKit.connect(FRIENDLY.url(), FRIENDLY.apiKey(), FRIENDLY.apiSecret())
                .through(direct -> {
                    calls.turnTo(direct);
                    return calls;
                })
                .guard(room)
                .host(host)
                .scheduler(time)
                .start(RTMP);
    }

    private static Outcome outcome(GuardedStream stream, TestScheduler time) {
        TestObserver<Outcome> outcome = stream.outcome().test();
        Awaitility.await()
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

    @Test
    void answerThatIsTooLargeIsRefusedByName() {
        try (HostileServer server = new HostileServer(Deed.PACKED_100_MEGABYTES)) {
            assertThat(failure(api(server, Deed.PACKED_100_MEGABYTES).stopEgress("EG_1")))
                    .isInstanceOfSatisfying(LiveKitException.class, error -> {
                        assertThat(error.kind()).isEqualTo(Kind.AMBIGUOUS);
                        assertThat(error).hasMessageContaining("more than 32 MB");
                    });
        }
    }
}
