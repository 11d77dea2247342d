package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.StreamEvent.MayStillRun;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopEnded;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An egress that may still be running when its guard has done what it can. */
@Tag("P6")
class UnconfirmedTest {
    private static final VirtualFault REFUSED = VirtualFault.answered(401, "unauthenticated");

    private final VirtualScene scene = new VirtualScene();

    @Test
    void givenUpStopIsSaid() {
        scene.server.script("StopEgress", REFUSED);
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(1_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(GaveUp.class));
        assertThat(events(stream, MayStillRun.class))
                .singleElement()
                .satisfies(left -> assertThat(left.egressId()).contains(scene.id()));
    }

    @Test
    void startThatNobodyAnsweredIsSaid() {
        scene.server.script("StartEgress", VirtualFault.timedOut());
        GuardedStream stream = scene.start();
        scene.advance(300_000);
        assertThat(outcome(stream)).isInstanceOf(Outcome.StartFailed.class);
        assertThat(events(stream, MayStillRun.class))
                .singleElement()
                .satisfies(left -> assertThat(left.egressId()).isEmpty());
    }

    @Test
    void refusedStartLeavesNothing() {
        scene.server.script("StartEgress", REFUSED);
        GuardedStream stream = scene.start();
        scene.advance(10_000);
        assertThat(outcome(stream)).isInstanceOf(Outcome.StartFailed.class);
        assertThat(events(stream, MayStillRun.class)).isEmpty();
    }

    @Test
    void planUntilConfirmedStopsAgain() {
        scene.server.script("StopEgress", REFUSED, REFUSED);
        GuardedStream stream = scene.plan().untilConfirmed().start(FILE);
        scene.up();
        scene.advance(6_000);
        scene.down();
        scene.advance(10_000);
        VirtualScene.assertGoesOn(stream);
        scene.advance(10_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
        assertThat(events(stream, MayStillRun.class)).hasSize(2);
        assertThat(events(stream, StopEnded.class)).hasSize(1);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    @Tag("P5")
    void planUntilConfirmedStopsForNoHostThatIsBack() {
        scene.server.script("StopEgress", REFUSED);
        GuardedStream stream = scene.plan().untilConfirmed().start(FILE);
        scene.up();
        scene.advance(6_000);
        scene.down();
        scene.advance(1_000);
        scene.up();
        scene.advance(60_000);
        VirtualScene.assertGoesOn(stream);
        assertThat(scene.stops()).hasSize(1);
        scene.down();
        scene.advance(5_000);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void endlessLimitsWork() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        String before = scene.running();
        GuardedStream stream = scene.plan()
                .grace(endless)
                .startLimit(endless)
                .stopDeadline(endless)
                .takeOverWithin(endless)
                .start(FILE);
        scene.up();
        scene.advance(20_000);
        assertThat(scene.stops(before)).hasSize(1);
        VirtualScene.assertGoesOn(stream);
        scene.down();
        scene.advance(5_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
    }
}
