package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A budget of three drops within a minute, each of which recovers within grace. */
class AutoStopFlapTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    private static Rig rig() {
        return Rig.with(plan -> plan.grace(Rig.GRACE).flapBudget(FlapBudget.of(3, WINDOW)));
    }

    @Test
    void theDropThatSpendsTheBudgetIsAFallAtOnce() {
        Rig rig = rig();
        rig.on().up().suspect().after(SECOND).up().suspect().after(SECOND).up();
        rig.assertQuiet();
        rig.suspect();
        rig.assertStops(1);
        rig.stopped().after(Rig.GRACE);
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(Cause.FLAPPING));
    }

    @Test
    @Tag("P5")
    void dropsThatAreFarApartAreNotFlapping() {
        Rig rig = rig();
        rig.on().up();
        for (int drops = 0; drops < 10; drops++) {
            rig.suspect().up().after(WINDOW.dividedBy(2));
        }
        rig.assertQuiet();
    }

    @Test
    @Tag("P7")
    void aRepeatedSuspicionIsOneDrop() {
        Rig rig = rig();
        rig.on().up().suspect().suspect().suspect().suspect().up();
        rig.assertQuiet();
    }

    @Test
    void aDropThatLastsIsStillAStop() {
        Rig rig = rig();
        rig.on().up().suspect().after(Rig.GRACE).stopped();
        rig.assertReceipts(new Stopped(Cause.GRACE_ELAPSED));
    }

    @Test
    void dropsBeforeStreamingCount() {
        Rig rig = rig();
        rig.up().suspect().up().suspect().up().on().suspect();
        rig.assertStops(1);
        rig.receipts.assertEmpty();
    }

    @Test
    @Tag("P3")
    void aBudgetSpentWhileOffStopsNothing() {
        Rig rig = rig();
        rig.up().suspect().up().suspect().up().suspect().on().after(Rig.GRACE);
        rig.assertQuiet();
    }

    @Test
    void aSpentBudgetStaysSpentWithinItsWindow() {
        Rig rig = rig();
        rig.on().up().suspect().up().suspect().up().suspect().stopped();
        rig.off().on().up().suspect().stopped();
        rig.assertReceipts(new Stopped(Cause.FLAPPING), new Stopped(Cause.FLAPPING));
        rig.off().on().up().after(WINDOW).suspect().up();
        rig.assertStops(2);
    }

    @Test
    void withoutGraceABudgetHasNoEffect() {
        Rig rig = Rig.with(plan -> plan.flapBudget(FlapBudget.of(2, WINDOW)));
        rig.up().suspect().up().suspect().up().suspect().up().on().suspect().stopped();
        rig.assertReceipts(new Stopped(Cause.HOST_DOWN));
    }

    @Test
    void everySubscriptionSpendsABudgetOfItsOwn() {
        Rig rig = rig();
        rig.on().up().suspect().up().suspect().up();
        TestSubscriber<Receipt> late = rig.plan.stopWith(Completable::complete).test();
        rig.on().suspect();
        rig.assertStops(1);
        rig.up().suspect();
        late.assertEmpty();
    }
}
