package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.assertGoesOn;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.events.Outcome.EgressEnded;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.NeverLive;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent.StillEnding;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopRequested;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.reactivex.rxjava3.observers.TestObserver;
import java.time.Duration;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Egress that take too long: to be live, and to end. */
class WatchdogTest {
    private final VirtualScene scene = new VirtualScene();

    private void isLiveAfter(long millis) {
        scene.server.pace = scene.server.pace.liveAfter(Duration.ofMillis(millis));
    }

    private void endsAfter(long millis) {
        scene.server.pace = scene.server.pace.endingFor(Duration.ofMillis(millis));
    }

    @Test
    void egressThatIsNeverLiveIsStopped() {
        isLiveAfter(600_000);
        GuardedStream stream = scene.start();
        scene.up();
        scene.advance(60_000);
        assertGoesOn(stream);
        scene.advance(2_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        NeverLive.class,
                        never -> assertThat(never.receipt())
                                .isInstanceOfSatisfying(
                                        Stopped.class,
                                        stopped ->
                                                assertThat(stopped.status()).isEqualTo(EgressStatus.EGRESS_ABORTED)));
        assertThat(scene.stops()).hasSize(1);
        assertThat(scene.stops().get(0).atMillis()).isBetween(60_300L, 61_000L);
    }

    @Test
    void egressThatIsLiveInTimeIsNotStopped() {
        isLiveAfter(59_000);
        GuardedStream stream = scene.start();
        scene.advance(600_000);
        assertGoesOn(stream);
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void lateWebhookOfTheBeginningDoesNotStopWhatIsLive() {
        GuardedStream stream = scene.plan().startLimit(Duration.ofSeconds(10)).start(FILE);
        scene.advance(20_000);
        scene.webhook(scene.id(), EgressStatus.EGRESS_STARTING);
        scene.advance(10_000);
        assertGoesOn(stream);
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    @Tag("P2")
    void dropWhileItIsStoppedForBeingLateIsNotStoppedForAgain() {
        isLiveAfter(600_000);
        GuardedStream stream = scene.plan().startLimit(Duration.ofSeconds(10)).start(FILE);
        scene.up();
        scene.server.script("StopEgress", VirtualFault.timedOut());
        scene.advance(12_000);
        scene.down();
        scene.up();
        scene.advance(20_000);
        assertThat(outcome(stream)).isInstanceOf(NeverLive.class);
        assertThat(events(stream, StopRequested.class)).containsExactly(new StopRequested(StopCause.START_LIMIT));
    }

    @Test
    @Tag("P4")
    void userWhoStopsWhatIsStoppedForBeingLateGetsTheSameReceipt() {
        isLiveAfter(600_000);
        GuardedStream stream = scene.plan().startLimit(Duration.ofSeconds(10)).start(FILE);
        scene.server.script("StopEgress", VirtualFault.timedOut());
        scene.advance(12_000);
        TestObserver<StopReceipt> user = stream.stop().test();
        scene.advance(20_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        NeverLive.class,
                        never -> assertThat(never.receipt())
                                .isSameAs(user.values().get(0)));
    }

    @Test
    void dropThatIsGivenUpLeavesTheLimitInForce() {
        isLiveAfter(600_000);
        GuardedStream stream = scene.plan().startLimit(Duration.ofSeconds(10)).start(FILE);
        scene.up();
        scene.advance(9_000);
        scene.server.script("StopEgress", VirtualFault.timedOut());
        scene.down();
        scene.advance(2_500);
        scene.up();
        scene.advance(10_000);
        assertThat(outcome(stream)).isInstanceOf(NeverLive.class);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void egressThatEndsForLongIsToldOnceAndLeftAlone() {
        endsAfter(600_000);
        GuardedStream stream = scene.live();
        scene.server.egress(scene.id()).beginToEnd();
        scene.advance(60_000);
        assertThat(events(stream, StillEnding.class)).isEmpty();
        scene.advance(500_000);
        assertThat(events(stream, StillEnding.class)).containsExactly(new StillEnding(scene.id()));
        assertGoesOn(stream);
        scene.advance(60_000);
        assertThat(outcome(stream)).isInstanceOf(EgressEnded.class);
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void stopOfAnEgressThatEndsForLongIsGivenUpAndNotTriedAgain() {
        endsAfter(600_000);
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(700_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt())
                                .isInstanceOfSatisfying(
                                        GaveUp.class,
                                        gaveUp -> assertThat(gaveUp.cause().getMessage())
                                                .contains("EGRESS_ENDING")));
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    void egressThatTheServerHasForgottenIsOver() {
        GuardedStream stream = scene.live();
        scene.server.script("ReadEgress", VirtualFault.answered(404, "not_found"));
        scene.advance(10_000);
        assertThat(outcome(stream)).isInstanceOfSatisfying(EgressEnded.class, ended -> {
            assertThat(ended.status()).isEqualTo(EgressStatus.UNRECOGNIZED);
            assertThat(ended.error()).hasValueSatisfying(why -> assertThat(why).contains(ended.egressId()));
        });
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void streamThatIsOverIsStoppedByNobody() {
        GuardedStream stream = scene.live();
        scene.server.egress(scene.id()).end(EgressStatus.EGRESS_FAILED);
        scene.advance(10_000);
        stream.stop()
                .test()
                .assertValue(receipt -> receipt instanceof StopReceipt.AlreadyEnded ended
                        && ended.status()
                                .filter(EgressStatus.EGRESS_FAILED::equals)
                                .isPresent());
        assertThat(scene.stops()).isEmpty();
    }
}
