package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.assertGoesOn;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.StopReason;
import io.github.streamlifecycle.livekit.events.Outcome.EgressEnded;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopEnded;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopRequested;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import java.time.Duration;
import java.util.Arrays;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host who comes back while the stop for his drop is not through yet. */
class HostReturnedTest {
    private final VirtualScene scene = new VirtualScene();

    /** A drop whose first try is not answered, and a host who is back before the second. */
    private GuardedStream dropGivenUp(VirtualFault firstTry) {
        scene.server.script("StopEgress", firstTry);
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(1_000);
        scene.up();
        scene.advance(4_000);
        return stream;
    }

    private void assertNextFallIsStoppedFor(GuardedStream stream) {
        assertGoesOn(stream);
        int before = scene.stops().size();
        scene.down();
        scene.advance(2_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
        assertThat(scene.stops()).hasSize(before + 1);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void hostBackBeforeTheFirstTryIsNotStoppedFor() {
        GuardedStream stream = scene.start();
        scene.up();
        scene.advance(100);
        scene.down();
        scene.advance(50);
        scene.up();
        scene.advance(10_000);
        assertThat(events(stream, StopEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.receipt())
                        .isInstanceOfSatisfying(
                                HostReturned.class,
                                back -> assertThat(back.tries().made()).isZero()));
        assertThat(scene.stops()).isEmpty();
        assertNextFallIsStoppedFor(stream);
    }

    @Test
    @Tag("P6")
    void nextFallIsStoppedForAgain() {
        GuardedStream stream = dropGivenUp(VirtualFault.timedOut());
        assertThat(events(stream, StopEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.receipt())
                        .isInstanceOfSatisfying(
                                HostReturned.class,
                                back -> assertThat(back.tries().made()).isEqualTo(1)));
        assertThat(scene.stops()).hasSize(1);
        assertNextFallIsStoppedFor(stream);
    }

    @Test
    @Tag("P6")
    void hostBackAtAnyMomentIsStoppedForAgainOrDone() {
        for (boolean done : new boolean[] {false, true}) {
            for (long back = 0; back <= 10_000; back += 50) {
                VirtualScene one = new VirtualScene();
                VirtualFault fault = VirtualFault.timedOut();
                one.server.script("StopEgress", done ? fault.thoughDoneAfter(Duration.ofSeconds(2)) : fault, fault);
                GuardedStream stream = one.live();
                one.down();
                one.advance(back);
                one.up();
                one.advance(20_000);
                one.down();
                one.advance(80_000);
                String when = "back after " + back + ", carried out: " + done;
                assertThat(outcome(stream)).as(when).isInstanceOf(HostDropped.class);
                assertThat(one.server.running()).as(when).isEmpty();
                assertThat(one.server.calls("StartEgress")).as(when).hasSize(1);
            }
        }
    }

    @Test
    @Tag("P6")
    void hostWhoFallsInTheVeryMomentTheStopIsGivenUpIsStoppedFor() {
        for (Presence falls : new Presence[] {Presence.DOWN, Presence.SUSPECT}) {
            VirtualScene one = new VirtualScene();
            one.server.script("StopEgress", VirtualFault.timedOut());
            GuardedStream stream = one.plan().grace(Duration.ZERO).start(VirtualScene.FILE);
            one.up();
            one.advance(6_000);
            stream.events().ofType(StopEnded.class).take(1).subscribe(givenUp -> one.host.onNext(falls));
            one.down();
            one.advance(1_000);
            one.up();
            one.advance(20_000);
            assertThat(outcome(stream)).as("" + falls).isInstanceOf(HostDropped.class);
            assertThat(one.server.running()).as("" + falls).isEmpty();
            assertThat(one.stops()).as("" + falls).hasSize(2);
        }
    }

    @Test
    @Tag("P6")
    void feedThatEndsInTheVeryMomentTheStopIsGivenUpIsAFall() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        GuardedStream stream = scene.live();
        stream.events().ofType(StopEnded.class).take(1).subscribe(givenUp -> scene.host.onComplete());
        scene.down();
        scene.advance(1_000);
        scene.up();
        scene.advance(20_000);
        assertThat(outcome(stream)).isInstanceOf(HostDropped.class);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void feedThatEndsAfterTheStopWasGivenUpIsAFall() {
        GuardedStream stream = dropGivenUp(VirtualFault.timedOut());
        scene.host.onComplete();
        scene.advance(2_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.reason()).isEqualTo(StopReason.FEED_ENDED));
    }

    @Test
    void feedThatEndsWhileTheStopIsTriedAgainBringsNobodyBack() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(1_000);
        scene.up();
        scene.host.onComplete();
        scene.advance(10_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt())
                                .isInstanceOfSatisfying(
                                        Stopped.class,
                                        stopped -> assertThat(stopped.tries().made())
                                                .isEqualTo(2)));
    }

    @Test
    void stopThatWasCarriedOutAfterItWasGivenUpIsNoSurprise() {
        GuardedStream stream = dropGivenUp(VirtualFault.timedOut().thoughDoneAfter(Duration.ofSeconds(9)));
        assertGoesOn(stream);
        scene.advance(20_000);
        assertThat(outcome(stream)).isInstanceOfSatisfying(HostDropped.class, dropped -> {
            assertThat(dropped.reason()).isEqualTo(StopReason.HOST_DOWN);
            assertThat(dropped.receipt()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.status()).isEqualTo(EgressStatus.EGRESS_COMPLETE);
                assertThat(stopped.tries().made()).isEqualTo(1);
            });
        });
    }

    @Test
    @Tag("P6")
    void hostBackJustBeforeTheDeadlineIsGuardedOn() {
        VirtualFault[] often = new VirtualFault[100];
        Arrays.fill(often, VirtualFault.answered(503, "unavailable"));
        scene.server.script("StopEgress", often);
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(59_999);
        scene.up();
        scene.advance(1_000);
        assertGoesOn(stream);
        scene.down();
        scene.advance(1_000);
        assertThat(events(stream, StopRequested.class)).hasSize(2);
    }

    @Test
    void hostBackBeforeAnAcceptedStopHasEndedChangesNothing() {
        scene.server.pace = scene.server.pace.endingFor(Duration.ofMinutes(5));
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(10_000);
        scene.up();
        scene.advance(60_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(GaveUp.class));
    }

    @Test
    void egressThatFailsAfterAStopWasGivenUpFailedByItself() {
        GuardedStream stream = dropGivenUp(VirtualFault.timedOut());
        scene.advance(3_600_000);
        scene.server.egress(scene.id()).end(EgressStatus.EGRESS_FAILED);
        scene.advance(6_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        EgressEnded.class, ended -> assertThat(ended.status()).isEqualTo(EgressStatus.EGRESS_FAILED));
    }
}
