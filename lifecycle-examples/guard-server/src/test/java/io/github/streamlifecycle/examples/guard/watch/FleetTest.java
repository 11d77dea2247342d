package io.github.streamlifecycle.examples.guard.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Broken;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Connects;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Heard;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Occupies;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Ready;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Steady;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.TimePassed;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Unusable;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Unwanted;
import io.github.streamlifecycle.examples.guard.watch.FleetEvent.Wanted;
import io.github.streamlifecycle.examples.guard.watch.Order.End;
import io.github.streamlifecycle.examples.guard.watch.Order.Hush;
import io.github.streamlifecycle.examples.guard.watch.Order.Kill;
import io.github.streamlifecycle.examples.guard.watch.Order.Speak;
import io.github.streamlifecycle.examples.guard.watch.Order.Start;
import io.github.streamlifecycle.examples.guard.watch.Order.Unwatch;
import io.github.streamlifecycle.examples.guard.watch.Order.Watch;
import io.github.streamlifecycle.examples.guard.watch.Phase.Sign;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decisions about processes, without any process. */
class FleetTest {
    private static final long STEP = 250;

    private long now = 1_000;
    private Fleet fleet = Fleet.of(new Limits(2, new Limits.Size(1_000, 10), Limits.Times.DEFAULT), now);

    private List<Order> on(FleetEvent... events) {
        List<Order> orders = new ArrayList<>();
        for (FleetEvent event : events) {
            Fleet.Step step = fleet.on(event, now);
            fleet = step.next();
            orders.addAll(step.orders());
        }
        return orders;
    }

    /** Lets time pass while some processes are heard. */
    private List<Order> pass(long millis, long... heard) {
        List<Order> orders = new ArrayList<>();
        for (long end = now + millis; now < end; ) {
            now += STEP;
            for (long run : heard) {
                orders.addAll(on(new Heard(run)));
            }
            orders.addAll(on(new TimePassed()));
        }
        return orders;
    }

    /** Process 2 is about to take the place of process 1, which watches these rooms. */
    private void replacing(FleetEvent... wanted) {
        on(wanted);
        on(new Ready(1));
        pass(60_000, 1);
        on(new Occupies(1, 800), new Ready(2));
    }

    @Test
    void everyPhaseHasATurnForEverySign() {
        assertThat(Phase.TABLE.keySet()).containsExactlyInAnyOrder(Phase.values());
        Phase.TABLE.forEach((phase, turns) -> {
            assertThat(turns.keySet()).containsExactlyInAnyOrder(Sign.values());
            turns.forEach((sign, turn) -> {
                assertThat(phase.on(sign)).isEqualTo(turn);
                assertThat(turn.act() == Phase.Act.REPLACE).isEqualTo(turn.next() == Phase.GONE && phase != Phase.GONE);
            });
        });
    }

    @Test
    void firstRoomStartsAProcessThatIsToldOnceItIsReady() {
        assertThat(on(new Wanted(7))).containsExactly(new Start(1));
        assertThat(pass(1_000)).isEmpty();
        assertThat(on(new Ready(1))).containsExactly(new Watch(1, 7), new Speak(1, 7));
        assertThat(on(new Wanted(8))).containsExactly(new Watch(1, 8), new Speak(1, 8));
        assertThat(on(new Unwanted(7))).containsExactly(new Unwatch(1, 7));
    }

    @Test
    void fullProcessGetsNoFurtherRoom() {
        on(new Wanted(1), new Wanted(2), new Ready(1));
        assertThat(on(new Wanted(3))).containsExactly(new Start(2));
        on(new Unwanted(1));
        assertThat(on(new Wanted(4))).containsExactly(new Watch(1, 4), new Speak(1, 4));
    }

    @Test
    void onlyTwoProcessesStartAtATime() {
        List<Order> orders = new ArrayList<>();
        for (long room = 1; room <= 8; room++) {
            orders.addAll(on(new Wanted(room)));
        }
        assertThat(orders).containsExactly(new Start(1), new Start(2));
        assertThat(on(new Ready(1))).contains(new Start(3)).doesNotContain(new Start(4));
    }

    @Test
    void crashIsUnknownAndReplacedAfterAPause() {
        on(new Wanted(1), new Ready(1));
        assertThat(on(new Broken(1, "ended"))).containsExactly(new Kill(1, "ended"), new Hush(1, "ended"));
        assertThat(pass(250)).isEmpty();
        assertThat(pass(500)).containsExactly(new Start(2));
        assertThat(on(new Ready(2))).containsExactly(new Watch(2, 1), new Speak(2, 1));
        assertThat(on(new Broken(1, "late"), new Ready(1), new Heard(1))).isEmpty();
    }

    @Test
    void pausesGrowWhileItFailsAgainAndAgain() {
        on(new Wanted(1));
        long began = now;
        List<Long> starts = new ArrayList<>();
        for (long run = 1; starts.size() < 9; run++) {
            on(new Broken(run, "ended"));
            while (!pass(STEP).contains(new Start(run + 1))) {
                assertThat(now - began).isLessThan(200_000);
            }
            starts.add(now - began);
            began = now;
        }
        assertThat(starts).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void failuresAreForgottenAfterACalmMinute() {
        on(new Wanted(1), new Broken(1, "ended"));
        pass(500);
        on(new Ready(2));
        pass(61_000, 2);
        on(new Broken(2, "ended"));
        assertThat(pass(500)).containsExactly(new Start(3));
    }

    @Test
    void roomsComeToNoProcessThatKeepsFailing() {
        on(new Wanted(1), new Broken(1, "ended"));
        assertThat(on(new Wanted(2))).containsExactly(new Start(2));
    }

    @Test
    void quietProcessIsUnknownAtOnceAndKilledLater() {
        on(new Wanted(1), new Ready(1));
        assertThat(pass(1_750)).isEmpty();
        assertThat(pass(250)).hasSize(1).first().isInstanceOf(Hush.class);
        assertThat(pass(3_750)).isEmpty();
        assertThat(pass(250)).hasSize(2).first().isInstanceOf(Kill.class);
    }

    @Test
    void quietProcessThatIsHeardAgainSpeaksAgain() {
        on(new Wanted(1), new Ready(1));
        pass(3_000);
        assertThat(on(new Heard(1))).containsExactly(new Speak(1, 1));
    }

    @Test
    void processThatNeverGetsReadyIsReplaced() {
        on(new Wanted(1));
        assertThat(pass(29_750)).isEmpty();
        assertThat(pass(250)).first().isInstanceOf(Kill.class);
    }

    @Test
    void silenceWhileNobodyListenedIsNoSign() {
        on(new Wanted(1), new Ready(1));
        now += 60_000; // this program was suspended
        assertThat(on(new TimePassed())).isEmpty();
        assertThat(pass(1_750)).isEmpty();
        assertThat(pass(500)).hasSize(1);
    }

    @Test
    void talkBeforeReadyAndReadyTwiceAreNonsense() {
        on(new Wanted(1));
        assertThat(on(new Heard(1))).first().isInstanceOf(Kill.class);
        pass(1_000);
        on(new Ready(2));
        assertThat(on(new Ready(2))).first().isInstanceOf(Kill.class);
    }

    @Test
    void processBeyondItsMemoryIsKilled() {
        on(new Wanted(1), new Ready(1));
        assertThat(on(new Occupies(1, 0), new Occupies(1, 700))).isEmpty();
        assertThat(on(new Occupies(1, 1_001))).hasSize(2).first().isInstanceOf(Kill.class);
    }

    @Test
    void wornProcessIsReplacedAfterItsRoomsMoved() {
        on(new Wanted(1), new Wanted(2), new Ready(1));
        pass(60_000, 1);
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            orders.addAll(on(new Connects(1)));
        }
        assertThat(orders).containsExactly(new Start(2));
        assertThat(on(new Ready(2))).containsExactly(new Watch(2, 1), new Watch(2, 2));
        assertThat(on(new Steady(2, 2))).containsExactly(new Speak(2, 2), new Unwatch(1, 2));
        assertThat(on(new Steady(2, 2), new Steady(1, 1))).isEmpty();
        assertThat(on(new Steady(2, 1))).containsExactly(new Speak(2, 1), new Unwatch(1, 1), new End(1));
        assertThat(on(new Wanted(3))).containsExactly(new Start(3));
    }

    @Test
    void swollenProcessIsReplacedBeforeItHasToBeKilled() {
        on(new Wanted(1), new Ready(1));
        assertThat(pass(59_750, 1)).isEmpty();
        assertThat(on(new Occupies(1, 751))).isEmpty();
        assertThat(pass(250, 1)).containsExactly(new Start(2));
    }

    @Test
    void roomWithoutMediaIsMovedInTheEnd() {
        replacing(new Wanted(1));
        assertThat(pass(29_750, 1, 2)).isEmpty();
        assertThat(pass(250, 1, 2)).containsExactly(new Speak(2, 1), new Unwatch(1, 1), new End(1));
    }

    @Test
    void roomThatComesDuringTheMoveIsWatchedByBoth() {
        replacing(new Wanted(1));
        assertThat(on(new Wanted(9))).containsExactly(new Watch(1, 9), new Speak(1, 9), new Watch(2, 9));
        assertThat(on(new Unwanted(9))).containsExactly(new Unwatch(1, 9), new Unwatch(2, 9));
    }

    @Test
    void heirThatBreaksGivesItsRoomsBack() {
        replacing(new Wanted(1), new Wanted(2));
        on(new Steady(2, 1));
        assertThat(on(new Broken(2, "ended")))
                .containsExactly(new Kill(2, "ended"), new Hush(1, "ended"), new Watch(1, 1), new Speak(1, 1));
        assertThat(pass(750, 1)).containsExactly(new Start(3));
    }

    @Test
    void heirTakesOverAtOnceIfTheOldProcessBreaks() {
        replacing(new Wanted(1), new Wanted(2));
        on(new Steady(2, 1));
        assertThat(on(new Broken(1, "ended")))
                .containsExactly(new Kill(1, "ended"), new Hush(2, "ended"), new Speak(2, 2));
        assertThat(pass(10_000, 2)).isEmpty();
    }

    @Test
    void processWithoutRoomsEndsAfterAWhile() {
        on(new Wanted(1), new Ready(1), new Unwanted(1));
        assertThat(pass(59_750, 1)).isEmpty();
        assertThat(pass(250, 1)).containsExactly(new End(1));
        assertThat(fleet.processes()).isZero();
        assertThat(pass(60_000)).isEmpty();
        assertThat(fleet.slots()).isEmpty();
    }

    @Test
    void unusableMachineIsNotTriedAgain() {
        on(new Wanted(1));
        assertThat(on(new Unusable(1, "no library"))).contains(new Hush(1, "no library"));
        assertThat(on(new Wanted(2), new Wanted(3))).isEmpty();
        assertThat(pass(600_000)).isEmpty();
    }

    @Test
    void processWithoutRoomsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Limits.of(0)).withMessageContaining("not 0");
    }
}
