package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.reactivex.rxjava3.exceptions.CompositeException;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of either feed at any point, as the javadoc's section on error handling has it. */
class AutoStopFeedsTest {
    private final Exception hostLost = new Exception("host feed");
    private final Exception streamingLost = new Exception("streaming feed");

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    @Tag("P6")
    void hostFeedThatCompletesWhileUpIsAFall() {
        Rig rig = Rig.withGrace();
        rig.on().up().host.onComplete();
        rig.assertStops(1);
        rig.receipts.assertEmpty();
        rig.stopped();
        rig.receipts.assertResult(new Stopped(StopReason.FEED_ENDED));
        assertThat(rig.streaming.hasSubscribers()).isFalse();
    }

    @Test
    @Tag("P6")
    void hostFeedThatFailsWhileUpIsAFall() {
        Rig rig = Rig.withGrace();
        rig.on().up().host.onError(hostLost);
        rig.assertStops(1);
        rig.receipts.assertEmpty();
        rig.stopped();
        rig.receipts.assertFailure(Exception.class, new Stopped(StopReason.FEED_ENDED));
        rig.receipts.assertError(hostLost);
    }

    @Test
    void hostFeedThatEndsWithinGraceDoesNotWait() {
        Rig rig = Rig.withGrace();
        rig.on().up().suspect().host.onComplete();
        rig.assertStops(1);
        rig.stopped().after(Rig.GRACE);
        rig.assertStops(1);
        rig.receipts.assertResult(new Stopped(StopReason.FEED_ENDED));
    }

    @Test
    void hostFeedThatEndsWhereNothingCanFallJustEnds() {
        List<Consumer<Rig>> quiet = List.of(
                rig -> {},
                Rig::on,
                Rig::up,
                rig -> rig.up().down(),
                rig -> rig.up().on().off(),
                rig -> rig.on().down(),
                rig -> rig.up().suspect());
        for (Consumer<Rig> history : quiet) {
            Rig completing = Rig.withGrace();
            history.accept(completing);
            completing.host.onComplete();
            completing.assertStops(0);
            completing.receipts.assertResult();
            assertThat(completing.streaming.hasSubscribers()).isFalse();

            Rig failing = Rig.withGrace();
            history.accept(failing);
            failing.host.onError(hostLost);
            failing.assertStops(0);
            failing.receipts.assertFailure(Exception.class);
            failing.receipts.assertError(hostLost);
        }
    }

    @Test
    void hostFeedThatEndsDuringAStopWaitsForItsReceipt() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().host.onComplete();
        rig.assertStops(1);
        rig.receipts.assertEmpty();
        rig.stopped();
        rig.receipts.assertResult(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void streamingFeedThatCompletesLeavesItsLevelStanding() {
        Rig rig = Rig.withGrace();
        rig.on().streaming.onComplete();
        rig.up().down().stopped();
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
        rig.host.onComplete();
        rig.receipts.assertResult(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void streamingFeedThatFailsLeavesItsLevelStanding() {
        Rig rig = Rig.withGrace();
        rig.on().streaming.onError(streamingLost);
        rig.up().down().stopped();
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
        rig.host.onComplete();
        rig.receipts.assertFailure(Exception.class, new Stopped(StopReason.HOST_DOWN));
        rig.receipts.assertError(streamingLost);
    }

    @Test
    void streamingFeedThatEndsWhileOffEndsAll() {
        List<Consumer<Rig>> off = List.of(
                rig -> {},
                Rig::up,
                Rig::off,
                rig -> rig.on().off(),
                rig -> rig.up().suspect());
        for (Consumer<Rig> history : off) {
            Rig completing = Rig.withGrace();
            history.accept(completing);
            completing.streaming.onComplete();
            completing.receipts.assertResult();
            assertThat(completing.host.hasSubscribers()).isFalse();

            Rig failing = Rig.withGrace();
            history.accept(failing);
            failing.streaming.onError(streamingLost);
            failing.receipts.assertFailure(Exception.class);
            failing.receipts.assertError(streamingLost);
            assertThat(failing.host.hasSubscribers()).isFalse();
        }
    }

    @Test
    void streamingEndWhileOffAwaitsTheStopInFlight() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().off().streaming.onComplete();
        rig.receipts.assertEmpty();
        rig.stopped();
        rig.receipts.assertResult(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void streamingFeedThatEndsDuringAStopLeavesTheGuardOn() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().streaming.onComplete();
        rig.failed(hostLost).up().down();
        rig.assertStops(2);
        rig.receipts.assertValueCount(1).assertNoErrors().assertNotComplete();
    }

    @Test
    void hostFeedEndCancelsTheStreamingFeed() {
        Rig rig = Rig.withGrace();
        rig.on().up().host.onComplete();
        assertThat(rig.streaming.hasSubscribers()).isFalse();
        rig.receipts.assertEmpty();
    }

    @Test
    void bothFeedsEndingAtOnceEndOnce() {
        Rig rig = Rig.withGrace();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(() -> {
                    rig.off().streaming.onComplete(); // within the host feed's own end
                    return rig.stop();
                })
                .test();
        rig.receipts.cancel();
        rig.on().up().host.onComplete();
        receipts.assertEmpty();
        rig.stopped();
        receipts.assertResult(new Stopped(StopReason.FEED_ENDED));
    }

    @Test
    void lateTimerAfterABufferedFailureIsInert() {
        LateScheduler late = new LateScheduler();
        Rig rig = Rig.with(plan -> plan.grace(Rig.GRACE).scheduler(late));
        TestSubscriber<StopReason> reasons = rig.plan.stops().test(0);
        rig.on().up().down().off().up().suspect();
        rig.streaming.onError(streamingLost);
        late.runAll();
        reasons.assertEmpty();
        reasons.request(1);
        reasons.assertFailure(Exception.class, StopReason.HOST_DOWN);
        reasons.assertError(streamingLost);
    }

    @Test
    void bothFeedsFailingIsAComposite() {
        Rig rig = Rig.withGrace();
        rig.on().streaming.onError(streamingLost);
        rig.host.onError(hostLost);
        rig.receipts.assertFailure(CompositeException.class);
        rig.receipts.assertError(
                error -> ((CompositeException) error).getExceptions().equals(List.of(streamingLost, hostLost)));
    }

    @Test
    void noFeedIsReadAfterTheEnd() {
        Rig rig = Rig.withGrace();
        rig.up().host.onComplete();
        rig.on().receipts.assertResult();
        rig.assertStops(0);
    }
}
