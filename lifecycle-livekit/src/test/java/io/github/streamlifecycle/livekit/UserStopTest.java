package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.UserStopped;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopEnded;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopRequested;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.reactivex.rxjava3.observers.TestObserver;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The user's own stop beside one of ours: while it is in flight, as it is given up, and after that. */
@Tag("P4")
class UserStopTest {
    private final VirtualScene scene = new VirtualScene();

    @Test
    @Tag("P2")
    void userStopAtAnyMomentOfOursIsOneStop() {
        for (boolean back : new boolean[] {false, true}) {
            for (long at = 0; at <= 10_000; at += 50) {
                VirtualScene one = new VirtualScene();
                one.server.script("StopEgress", VirtualFault.timedOut().thoughDoneAfter(Duration.ofSeconds(5)));
                GuardedStream stream = one.live();
                one.down();
                one.advance(at);
                TestObserver<StopReceipt> user = stream.stop().test();
                if (back) {
                    one.up();
                }
                one.advance(30_000);
                String when = "stopped after " + at + ", host back: " + back;
                assertThat(outcome(stream))
                        .as(when)
                        .isInstanceOfSatisfying(
                                HostDropped.class,
                                dropped -> assertThat(user.values()).containsExactly(dropped.receipt()));
                assertThat(one.server.running()).as(when).isEmpty();
                assertThat(events(stream, StopRequested.class)).as(when).hasSize(1);
            }
        }
    }

    @Test
    @Tag("P4")
    void userWhoJoinsAStopIsNotAffectedByTheHostsReturn() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(1_000);
        TestObserver<StopReceipt> user = stream.stop().test();
        scene.up();
        scene.advance(10_000);
        user.assertValueCount(1).assertValue(Stopped.class::isInstance);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt())
                                .isSameAs(user.values().get(0)));
        assertThat(scene.stops()).hasSize(2);
    }

    @Test
    @Tag("P4")
    void userWhoStopsInTheVeryMomentTheStopIsGivenUpHasHisStop() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        GuardedStream stream = scene.live();
        stream.events().ofType(StopEnded.class).take(1).subscribe(givenUp -> stream.stop());
        scene.down();
        scene.advance(1_000);
        scene.up();
        scene.advance(10_000);
        assertThat(outcome(stream)).isInstanceOf(UserStopped.class);
        assertThat(scene.server.running()).isEmpty();
        assertThat(scene.stops()).hasSize(2);
    }

    @Test
    @Tag("P4")
    void userWhoStopsAfterTheStopWasGivenUpHasHisStop() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(1_000);
        scene.up();
        scene.advance(4_000);
        stream.stop();
        scene.down();
        scene.advance(10_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        UserStopped.class,
                        stopped -> assertThat(stopped.receipt()).isInstanceOf(Stopped.class));
        assertThat(scene.stops()).hasSize(2);
    }

    @Test
    void userStopThatJoinsAnotherGuardsWithdrawnStopIsFinal() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        scene.live();
        GuardedStream mine = another(HostSwitch.create());
        scene.down();
        TestObserver<StopReceipt> user = mine.stop().test();
        scene.up();
        scene.advance(30_000);
        assertThat(VirtualScene.receipt(user)).isInstanceOf(Stopped.class);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    @Tag("P6")
    void stopWithdrawnForAnothersHostIsMadeAgainForOurs() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        scene.live();
        HostSwitch host = HostSwitch.create();
        host.up();
        GuardedStream mine = another(host);
        scene.down();
        host.down();
        scene.up();
        scene.advance(30_000);
        assertThat(outcome(mine)).isInstanceOf(HostDropped.class);
        assertThat(scene.server.running()).isEmpty();
    }

    private GuardedStream another(HostSwitch host) {
        GuardedStream stream = scene.livekit
                .guard(VirtualScene.ROOM, host)
                .scheduler(scene.time)
                .adopt(scene.id());
        scene.advance(100);
        return stream;
    }
}
