package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The beginning and the end of the grace period, and timers that come too late. */
class AutoStopGraceTest {
    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    void zeroMakesEverySuspicionAFall() {
        Rig rig = Rig.with(plan -> plan.grace(Duration.ZERO));
        rig.on().up().suspect().stopped();
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void definiteSignNeedsNoGrace() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().stopped();
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void definiteSignEndsTheGracePeriod() {
        Rig rig = Rig.withGrace();
        rig.on().up().suspect().down().stopped();
        rig.after(Rig.GRACE);
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P5")
    void everySuspicionHasItsOwnGracePeriod() {
        Rig rig = Rig.withGrace();
        rig.on().up();
        for (int flaps = 0; flaps < 10; flaps++) {
            rig.suspect().after(Rig.GRACE.minusMillis(1)).up();
        }
        rig.assertQuiet();
        rig.suspect().after(Rig.GRACE);
        rig.assertStops(1);
        rig.receipts.assertEmpty();
    }

    @Test
    void streamingThatBeginsWithinGraceIsGuarded() {
        Rig rig = Rig.withGrace();
        rig.up().suspect().after(Rig.GRACE.minusMillis(1)).on().after(Duration.ofMillis(1));
        rig.assertStops(1);
        rig.receipts.assertEmpty();
    }

    @Test
    void gracePassesWithoutStreamingAsAFall() {
        Rig rig = Rig.withGrace();
        rig.up().suspect().after(Rig.GRACE).on().suspect().after(Rig.GRACE);
        rig.assertQuiet();
        rig.up().suspect().after(Rig.GRACE);
        rig.assertStops(1);
    }

    @Test
    void clockThatJumpsEndsGraceOnce() {
        Rig rig = Rig.withGrace();
        rig.on().up().suspect().after(Duration.ofDays(365)).stopped();
        rig.after(Duration.ofDays(365));
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    @Tag("P5")
    void timerThatComesAfterTheHostIsInert() {
        LateScheduler late = new LateScheduler();
        Rig rig = Rig.with(plan -> plan.grace(Rig.GRACE).scheduler(late));
        rig.on().up().suspect().up();
        late.runAll();
        rig.assertQuiet();
    }

    @Test
    @Tag("P5")
    void timerOfAnEarlierSuspicionDoesNotEndALaterOne() {
        LateScheduler late = new LateScheduler();
        Rig rig = Rig.with(plan -> plan.grace(Rig.GRACE).scheduler(late));
        rig.on().up().suspect().up().suspect();
        late.run(0);
        rig.assertQuiet();
        late.run(1);
        rig.assertStops(1);
        late.runAll();
        rig.stopped();
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    void timerThatComesAfterTheEndIsInert() {
        LateScheduler late = new LateScheduler();
        Rig rig = Rig.with(plan -> plan.grace(Rig.GRACE).scheduler(late));
        rig.up().suspect();
        rig.streaming.onComplete();
        rig.receipts.assertResult();
        late.runAll();
        rig.assertStops(0);
        rig.receipts.assertResult();
    }

    @Test
    void timerThatComesAfterACancelIsInert() {
        LateScheduler late = new LateScheduler();
        Rig rig = Rig.with(plan -> plan.grace(Rig.GRACE).scheduler(late));
        rig.on().up().suspect();
        rig.receipts.cancel();
        late.runAll();
        rig.assertQuiet();
    }

    @Test
    void graceForEverNeverEnds() {
        Rig rig = Rig.with(plan -> plan.grace(ChronoUnit.FOREVER.getDuration()));
        rig.on().up().suspect().after(Duration.ofDays(36_500));
        rig.assertQuiet();
        assertThat(rig.host.hasSubscribers()).isTrue();
    }

    @Test
    void cancelledTimersAreGone() {
        LateScheduler late = new LateScheduler();
        Rig rig = Rig.with(plan -> plan.grace(Rig.GRACE).scheduler(late));
        rig.on().up().suspect().up();
        assertThat(late.disposed()).containsExactly(true);
        rig.suspect().down();
        assertThat(late.disposed()).containsExactly(true, true);
        rig.up().off().suspect().down();
        assertThat(late.disposed()).containsExactly(true, true, true);
        rig.up().suspect();
        rig.receipts.cancel();
        assertThat(late.disposed()).containsExactly(true, true, true, true);
        rig.receipts.assertEmpty();
    }
}
