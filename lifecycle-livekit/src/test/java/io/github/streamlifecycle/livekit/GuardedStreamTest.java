package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.StopReason;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.EgressEnded;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.StartFailed;
import io.github.streamlifecycle.livekit.events.Outcome.UserStopped;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.NotStarted;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitExtension;
import io.github.streamlifecycle.livekit.testkit.NextEgress;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import livekit.LivekitEgress.EgressStatus;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GuardedStreamTest {
    private static final EgressRequest RTMP = RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/stream-key");

    @RegisterExtension
    final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(20));

    private final LiveKitDouble server = embedded.server();
    private final LiveKit livekit = embedded.client();
    private final PublishProcessor<Presence> host = PublishProcessor.create();

    @BeforeEach
    void hostPublishes() {
        server.joinAndPublish("room", "host");
    }

    private GuardedStream start() {
        return livekit.guard("room", host).start(RTMP);
    }

    private static <T extends StreamEvent> T await(GuardedStream stream, Class<T> event) {
        return stream.events().ofType(event).timeout(60, TimeUnit.SECONDS).blockingFirst();
    }

    private static Outcome outcome(GuardedStream stream) {
        return stream.outcome().timeout(60, TimeUnit.SECONDS).blockingGet();
    }

    private int stopsSent() {
        return server.calls("StopEgress").size();
    }

    @Test
    @Tag("P6")
    void dropStopsTheEgressOnceAndConfirmsIt() {
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        String id = await(stream, StreamEvent.Live.class).egressId();
        host.onNext(Presence.DOWN);
        assertThat(outcome(stream)).isInstanceOfSatisfying(HostDropped.class, dropped -> {
            assertThat(dropped.reason()).isEqualTo(StopReason.HOST_DOWN);
            assertThat(dropped.receipt()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.id()).isEqualTo(id);
                assertThat(stopped.status()).isEqualTo(EgressStatus.EGRESS_COMPLETE);
            });
        });
        assertThat(stopsSent()).isEqualTo(1);
    }

    @Test
    @Tag("P2")
    void hostThatFlapsDuringTheStopIsStoppedOnce() {
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        await(stream, StreamEvent.Live.class);
        for (int i = 0; i < 5; i++) {
            host.onNext(Presence.DOWN);
            host.onNext(Presence.UP);
        }
        assertThat(outcome(stream)).isInstanceOf(HostDropped.class);
        assertThat(stopsSent()).isEqualTo(1);
    }

    @Test
    @Tag("P1")
    void hostThatWasNeverUpStopsNothing() {
        GuardedStream stream = start();
        host.onNext(Presence.DOWN);
        host.onNext(Presence.SUSPECT);
        await(stream, StreamEvent.Live.class);
        assertThat(stopsSent()).isZero();
        assertThat(stream.outcome().test().assertNoErrors().values()).isEmpty();
    }

    @Test
    @Tag("P4")
    void userStopIsNotFollowedByOurs() {
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        await(stream, StreamEvent.Live.class);
        stream.stop();
        host.onNext(Presence.DOWN);
        assertThat(outcome(stream)).isInstanceOf(UserStopped.class);
        assertThat(stopsSent()).isEqualTo(1);
        assertThat(stream.events()
                        .ofType(StreamEvent.StopRequested.class)
                        .toList()
                        .blockingGet())
                .containsExactly(new StreamEvent.StopRequested(StopCause.USER));
    }

    @Test
    @Tag("P2")
    void userThatStopsWhileWeStopGetsTheSameReceipt() {
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        await(stream, StreamEvent.Live.class);
        host.onNext(Presence.DOWN);
        StopReceipt receipt = stream.stop().blockingGet();
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isSameAs(receipt));
        assertThat(stopsSent()).isEqualTo(1);
    }

    @Test
    @Tag("P5")
    void blipWithinTheGraceStopsNothing() {
        TestScheduler time = new TestScheduler();
        GuardedStream stream = livekit.guard("room", host)
                .grace(Duration.ofSeconds(5))
                .scheduler(time)
                .start(RTMP);
        host.onNext(Presence.UP);
        await(stream, StreamEvent.Started.class);
        host.onNext(Presence.SUSPECT);
        time.advanceTimeBy(4_999, TimeUnit.MILLISECONDS);
        host.onNext(Presence.UP);
        time.advanceTimeBy(1, TimeUnit.HOURS);
        assertThat(stopsSent()).isZero();
        host.onNext(Presence.SUSPECT);
        time.advanceTimeBy(5, TimeUnit.SECONDS);
        Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> stopsSent() == 1);
    }

    @Test
    void dropDuringTheStartStopsTheEgressOnceItHasAnId() {
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        await(stream, StreamEvent.StartRequested.class);
        host.onNext(Presence.DOWN);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
        assertThat(livekit.egress().active("room").blockingGet()).isEmpty();
        assertThat(stopsSent()).isEqualTo(1);
    }

    @Test
    void stopBeforeTheStartIsSentPreventsIt() {
        server.script("ListEgress", Fault.proxy(200, ""));
        GuardedStream stream = start();
        stream.stop();
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        UserStopped.class,
                        stopped -> assertThat(stopped.receipt()).isInstanceOf(NotStarted.class));
        assertThat(server.calls("StartRoomCompositeEgress")).isEmpty();
    }

    @Test
    void whatRunsInTheRoomIsStoppedFirst() {
        GuardedStream first = start();
        String old = await(first, StreamEvent.Live.class).egressId();
        GuardedStream second = start();
        String mine = await(second, StreamEvent.Live.class).egressId();
        assertThat(await(second, StreamEvent.TakingOver.class).egressId()).isEqualTo(old);
        assertThat(outcome(first))
                .isInstanceOfSatisfying(
                        EgressEnded.class, ended -> assertThat(ended.egressId()).isEqualTo(old));
        assertThat(livekit.egress().active("room").blockingGet())
                .singleElement()
                .satisfies(info -> assertThat(info.getEgressId()).isEqualTo(mine));
    }

    @Test
    void startWhoseAnswerWasLostIsFoundAndNotSentAgain() {
        server.script("StartRoomCompositeEgress", Fault.cut().thoughCarriedOut());
        GuardedStream stream = start();
        await(stream, StreamEvent.Live.class);
        assertThat(server.calls("StartRoomCompositeEgress")).hasSize(1);
    }

    @Test
    void refusedStartIsTheOutcome() {
        server.script("StartRoomCompositeEgress", Fault.error(400, "invalid_argument", Duration.ofMillis(1)));
        assertThat(outcome(start()))
                .isInstanceOfSatisfying(
                        StartFailed.class,
                        failed -> assertThat(failed.cause().code()).contains("invalid_argument"));
    }

    @Test
    void egressThatFailsByItselfIsTheOutcomeAndIsNotStopped() {
        server.next(NextEgress.OUTPUT_UNREACHABLE);
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        assertThat(outcome(stream)).isInstanceOfSatisfying(EgressEnded.class, ended -> {
            assertThat(ended.status()).isEqualTo(EgressStatus.EGRESS_FAILED);
            assertThat(ended.error())
                    .hasValueSatisfying(error -> assertThat(error).contains("Connection refused"));
        });
        host.onNext(Presence.DOWN);
        assertThat(stopsSent()).isZero();
    }

    @Test
    void feedThatEndsIsAFall() {
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        await(stream, StreamEvent.Live.class);
        host.onComplete();
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.reason()).isEqualTo(StopReason.FEED_ENDED));
    }

    @Test
    void closeWaitsForAStopInFlight() {
        GuardedStream stream = start();
        await(stream, StreamEvent.Live.class);
        stream.stop();
        Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> stopsSent() == 1);
        livekit.close();
        stream.outcome()
                .test()
                .awaitDone(60, TimeUnit.SECONDS)
                .assertValueCount(1)
                .assertComplete();
    }

    @Test
    void closeWaitsForAStopWhoseStartIsStillInFlight() {
        GuardedStream stream = start();
        await(stream, StreamEvent.StartRequested.class);
        stream.stop();
        livekit.close();
        assertThat(stopsSent()).isEqualTo(1);
        assertThat(livekit.egress().active("room").blockingGet()).isEmpty();
    }

    @Test
    @Tag("P4")
    void leavingTheTryBlockByAnExceptionStopsTheEgress() {
        AtomicReference<GuardedStream> left = new AtomicReference<>();
        assertThatIllegalStateException().isThrownBy(() -> {
            try (GuardedStream stream = start()) {
                left.set(stream);
                await(stream, StreamEvent.Live.class);
                throw new IllegalStateException("of the body");
            }
        });
        assertThat(outcome(left.get()))
                .isInstanceOfSatisfying(
                        UserStopped.class,
                        stopped -> assertThat(stopped.receipt()).isInstanceOf(Stopped.class));
        assertThat(livekit.egress().active("room").blockingGet()).isEmpty();
        assertThat(livekit.streams()).isEmpty();
    }

    @Test
    void stagesTellWhenItIsLiveAndHowItEnded() throws Exception {
        GuardedStream stream = start();
        assertThat(stream.room()).isEqualTo("room");
        String id = stream.whenLive().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(stream.egressId()).contains(id);
        stream.stop();
        assertThat(stream.whenEnded().toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isInstanceOf(UserStopped.class);
    }

    @Test
    void stageOfAStreamThatIsNeverLiveFails() {
        server.script("StartRoomCompositeEgress", Fault.error(400, "invalid_argument", Duration.ofMillis(1)));
        assertThat(start().whenLive().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withMessageContaining("StartFailed");
    }

    @Test
    void emptyAnswerOfAProxyIsNotTakenForAnEgress() {
        server.script("StartRoomCompositeEgress", Fault.proxy(200, "").thoughCarriedOut());
        GuardedStream stream = start();
        assertThat(await(stream, StreamEvent.Started.class).egressId()).startsWith("EG_");
        assertThat(server.calls("StartRoomCompositeEgress")).hasSize(1);
    }

    @Test
    void egressOfSomebodyElseIsNotTakenForOurs() {
        server.script("StartRoomCompositeEgress", Fault.timedOut());
        TestScheduler time = new TestScheduler();
        GuardedStream stream = livekit.guard("room", host).scheduler(time).start(RTMP);
        await(stream, StreamEvent.StartRequested.class);
        Awaitility.await()
                .atMost(Durations.ONE_MINUTE)
                .until(() -> server.calls("StartRoomCompositeEgress").size() == 1);
        livekit.egress()
                .start("room", RoomCompositeEgress.grid().toFile("/out/theirs.mp4"))
                .blockingGet();
        TestObserver<Outcome> ended = stream.outcome().test();
        Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> {
            time.advanceTimeBy(30, TimeUnit.SECONDS);
            return ended.values().size() == 1;
        });
        assertThat(outcome(stream)).isInstanceOf(StartFailed.class);
        assertThat(stopsSent()).isZero();
    }

    @Test
    void feedThatEndsBeforeTheHostWasUpIsTold() {
        GuardedStream stream = start();
        await(stream, StreamEvent.Live.class);
        host.onComplete();
        assertThat(await(stream, StreamEvent.Unguarded.class)).isNotNull();
        assertThat(stopsSent()).isZero();
    }

    @Test
    void oldEgressThatCannotBeStoppedIsToldAndNotInTheWay() {
        server.next(NextEgress.WORKER_DIES);
        GuardedStream first = start();
        String dead = await(first, StreamEvent.Live.class).egressId();
        GuardedStream second = livekit.guard("room", host)
                .takeOverWithin(Duration.ofSeconds(1))
                .start(RTMP);
        assertThat(await(second, StreamEvent.TakeOverFailed.class).egressId()).isEqualTo(dead);
        await(second, StreamEvent.Live.class);
    }

    @Test
    void eventsTellTheWholeStoryToALateSubscriber() {
        GuardedStream stream = start();
        host.onNext(Presence.UP);
        String id = await(stream, StreamEvent.Live.class).egressId();
        host.onNext(Presence.DOWN);
        outcome(stream);
        stream.events()
                .test()
                .awaitDone(5, TimeUnit.SECONDS)
                .assertValueAt(6, sent -> sent.equals(new StreamEvent.StopSent(id, 1)))
                .assertValueAt(
                        7, stopped -> stopped instanceof StreamEvent.StopEnded end && end.receipt() instanceof Stopped)
                .assertComplete()
                .assertValueCount(9);
        assertThat(stream.events()
                        .filter(event -> !(event instanceof StreamEvent.StopEnded))
                        .toList()
                        .blockingGet())
                .containsExactly(
                        new StreamEvent.HostChanged(Presence.UP),
                        new StreamEvent.StartRequested("room composite (grid) to rtmp://..."),
                        new StreamEvent.Started(id),
                        new StreamEvent.Live(id),
                        new StreamEvent.HostChanged(Presence.DOWN),
                        new StreamEvent.StopRequested(StopCause.HOST_DROP),
                        new StreamEvent.StopSent(id, 1),
                        new StreamEvent.Ended(id, EgressStatus.EGRESS_COMPLETE));
    }
}
