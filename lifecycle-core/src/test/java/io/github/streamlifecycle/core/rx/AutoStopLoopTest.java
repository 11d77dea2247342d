package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.Receipt.Failed;
import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.github.streamlifecycle.core.rx.Receipt.TimedOut;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The loop of decision, stop and report, for everything a stop action can do. */
class AutoStopLoopTest {
    private static final Duration INSTANT = Duration.ofNanos(1);

    private final Exception refused = new Exception("refused");

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    @Tag("P2")
    void stopThatFailsIsArmedAgainForTheNextEdge() {
        Rig rig = Rig.withoutGrace();
        rig.on().up().down().failed(refused).down();
        rig.assertStops(1);
        rig.up().down().stopped();
        rig.assertStops(2);
        rig.assertReceipts(new Failed(StopReason.HOST_DOWN, refused), new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void stopThatWorkedIsNotArmedAgain() {
        Rig rig = Rig.withoutGrace();
        rig.on().up().down().stopped().up().down();
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P6")
    void stopThatNeverEndsTimesOutAndIsDisposedOf() {
        Rig rig = Rig.with(plan -> plan.stopTimeout(Rig.LIMIT));
        rig.on().up().down().after(Rig.LIMIT.minus(INSTANT));
        rig.receipts.assertEmpty();
        assertThat(rig.stops.get(0).hasObservers()).isTrue();
        rig.after(INSTANT);
        rig.assertReceipts(new TimedOut(StopReason.HOST_DOWN, Rig.LIMIT));
        assertThat(rig.stops.get(0).hasObservers()).isFalse();
        rig.up().down();
        rig.assertStops(2);
    }

    @Test
    void stopThatEndsInTimeIsNotTimedOut() {
        Rig rig = Rig.with(plan -> plan.stopTimeout(Rig.LIMIT));
        rig.on().up().down().after(Rig.LIMIT.minus(INSTANT)).stopped().after(Rig.LIMIT);
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void withoutATimeOutAStopMayTakeForEver() {
        Rig rig = Rig.withoutGrace();
        rig.on().up().down().after(Duration.ofDays(36_500));
        rig.receipts.assertEmpty();
        assertThat(rig.stops.get(0).hasObservers()).isTrue();
    }

    @Test
    void timeOutForEverNeverComes() {
        Rig rig = Rig.with(plan -> plan.stopTimeout(ChronoUnit.FOREVER.getDuration()));
        rig.on().up().down().after(Duration.ofDays(36_500)).stopped();
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void actionThatThrowsIsAFailedStop() {
        IllegalStateException thrown = new IllegalStateException("thrown");
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(() -> {
                    throw thrown;
                })
                .test();
        rig.on().up().down();
        receipts.assertValuesOnly(new Failed(StopReason.HOST_DOWN, thrown));
        rig.up().down();
        receipts.assertValuesOnly(new Failed(StopReason.HOST_DOWN, thrown), new Failed(StopReason.HOST_DOWN, thrown));
    }

    @Test
    void actionThatReturnsNullIsAFailedStop() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> receipts =
                rig.plan.stopWith(AutoStopLoopTest::nothing).test();
        rig.on().up().down();
        receipts.assertValueCount(1).assertNoErrors().assertNotComplete();
        Failed failed = (Failed) receipts.values().get(0);
        assertThat(failed.error()).isInstanceOf(NullPointerException.class).hasMessage("the stop action is null");
    }

    @Test
    @Tag("P5")
    void hostThatIsBackBeforeTheStopIsNotStopped() {
        Rig rig = Rig.withGrace();
        rig.on().up().suspect().after(Rig.GRACE.minus(INSTANT)).up().after(INSTANT);
        rig.assertQuiet();
    }

    @Test
    @Tag("P2")
    void hostThatIsBackDuringTheStopChangesNothing() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().up();
        assertThat(rig.stops.get(0).hasObservers()).isTrue();
        rig.stopped();
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P4")
    void usersStopInTheSameInstantWinsIfItComesFirst() {
        Rig first = Rig.withGrace();
        first.on().up().suspect().after(Rig.GRACE.minus(INSTANT)).off().after(INSTANT);
        first.assertQuiet();

        Rig second = Rig.withGrace();
        second.on().up().suspect().after(Rig.GRACE).off().stopped();
        second.assertStops(1);
        second.assertReceipts(new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    void usersStopDoesNotCancelTheStopInFlight() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().off();
        assertThat(rig.stops.get(0).hasObservers()).isTrue();
        rig.failed(refused).up().down();
        rig.assertStops(1);
        rig.assertReceipts(new Failed(StopReason.HOST_DOWN, refused));
    }

    @Test
    @Tag("P2")
    void stopThatFailsInALaterSessionDoesNotArmThatOne() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().off().on().up().down();
        rig.assertStops(2);
        rig.stops.get(0).onError(refused);
        rig.up().down();
        rig.assertStops(2);
        rig.stops.get(1).onError(refused);
        rig.up().down();
        rig.assertStops(3);
        rig.assertReceipts(new Failed(StopReason.HOST_DOWN, refused), new Failed(StopReason.HOST_DOWN, refused));
    }

    @Test
    void stopThatTimesOutInALaterSessionDoesNotArmThatOne() {
        Rig rig = Rig.with(plan -> plan.stopTimeout(Rig.LIMIT));
        rig.on().up().down().after(Rig.LIMIT.minus(INSTANT)).off().on().up().down();
        rig.after(INSTANT).up().down();
        rig.assertStops(2);
        rig.assertReceipts(new TimedOut(StopReason.HOST_DOWN, Rig.LIMIT));
    }

    @Test
    void receiptsComeInTheOrderInWhichStopsEnd() {
        Rig rig = Rig.withGrace();
        rig.on().up().suspect().after(Rig.GRACE).off().on().up().down();
        rig.stops.get(1).onComplete();
        rig.stops.get(0).onComplete();
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN), new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    void stopThatEndsBeforeItReturnsIsReported() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> receipts =
                rig.plan.stopWith(() -> Completable.error(refused)).test();
        rig.on().up().down().up().down();
        receipts.assertValuesOnly(new Failed(StopReason.HOST_DOWN, refused), new Failed(StopReason.HOST_DOWN, refused));
    }

    @Test
    void stopsTellsTheReasonAtTheDecision() {
        Rig rig = Rig.withGrace();
        TestSubscriber<StopReason> reasons = rig.plan.stops().test();
        rig.on().up().down().up().down().off().on().up().suspect().after(Rig.GRACE);
        reasons.assertValuesOnly(StopReason.HOST_DOWN, StopReason.GRACE_ELAPSED);
        rig.up().host.onComplete();
        reasons.assertResult(StopReason.HOST_DOWN, StopReason.GRACE_ELAPSED);
    }

    @SuppressWarnings("NullAway")
    private static CompletableSource nothing() {
        return null;
    }
}
