package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.core.rx.Receipt.Failed;
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
    void dropThatSpendsTheBudgetIsAFallAtOnce() {
        Rig rig = rig();
        rig.on().up().suspect().after(SECOND).up().suspect().after(SECOND).up();
        rig.assertQuiet();
        rig.suspect();
        rig.assertStops(1);
        rig.stopped().after(Rig.GRACE);
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(StopReason.FLAPPING));
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
    void repeatedSuspicionIsOneDrop() {
        Rig rig = rig();
        rig.on().up().suspect().suspect().suspect().suspect().up();
        rig.assertQuiet();
    }

    @Test
    void dropThatLastsIsStillAStop() {
        Rig rig = rig();
        rig.on().up().suspect().after(Rig.GRACE).stopped();
        rig.assertReceipts(new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    void dropsBeforeStreamingDoNotCount() {
        Rig rig = rig();
        rig.up().suspect().up().suspect().up().on().suspect().up();
        rig.assertQuiet();
        rig.suspect().up();
        rig.assertQuiet();
        rig.suspect();
        rig.assertStops(1);
        rig.receipts.assertEmpty();
    }

    @Test
    void everySessionBeginsWithAFreshBudget() {
        Rig rig = rig();
        rig.on().up().suspect().up().suspect().up().off().on().suspect().up();
        rig.assertQuiet();
        rig.suspect().up().suspect();
        rig.assertStops(1);
    }

    @Test
    void repeatedStreamingLevelIsNoNewSession() {
        Rig rig = rig();
        rig.on().up().suspect().up().on().suspect().up().on().suspect();
        rig.assertStops(1);
    }

    @Test
    void dropsDuringAStopDoNotCount() {
        Rig rig = rig();
        rig.on().up().down().up().suspect().up().suspect().up().suspect();
        rig.failed(new Exception("refused")).after(SECOND);
        rig.assertStops(1);
        rig.after(Rig.GRACE);
        rig.assertStops(2);
    }

    @Test
    @Tag("P3")
    void budgetSpentWhileOffStopsNothing() {
        Rig rig = rig();
        rig.up().suspect().up().suspect().up().suspect().up().on().after(Rig.GRACE);
        rig.assertQuiet();
    }

    @Test
    void spentBudgetStaysSpentWithinItsWindow() {
        Rig rig = rig();
        Exception refused = new Exception("refused");
        rig.on().up().suspect().up().suspect().up().suspect().failed(refused);
        rig.up().suspect().failed(refused);
        rig.assertReceipts(new Failed(StopReason.FLAPPING, refused), new Failed(StopReason.FLAPPING, refused));
        rig.up().after(WINDOW).suspect().up();
        rig.assertStops(2);
    }

    @Test
    void spentBudgetDoesNotOutliveItsSession() {
        Rig rig = rig();
        rig.on().up().suspect().up().suspect().up().suspect().stopped();
        rig.off().on().up().suspect().up();
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(StopReason.FLAPPING));
    }

    @Test
    void withoutGraceABudgetHasNoEffect() {
        Rig rig = Rig.with(plan -> plan.flapBudget(FlapBudget.of(2, WINDOW)));
        rig.up().suspect().up().suspect().up().suspect().up().on().suspect().stopped();
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
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
