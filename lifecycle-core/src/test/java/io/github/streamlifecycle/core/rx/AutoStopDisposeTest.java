package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.Receipt.Failed;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cancellation at any point, as the javadoc's section on disposing has it. */
class AutoStopDisposeTest {
    private final Exception refused = new Exception("refused");

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    void cancellingIsNotAFall() {
        List<Consumer<Rig>> histories = List.of(
                rig -> {},
                Rig::on,
                Rig::up,
                rig -> rig.on().up(),
                rig -> rig.on().up().suspect());
        for (Consumer<Rig> history : histories) {
            Rig rig = Rig.withGrace();
            history.accept(rig);
            rig.receipts.cancel();
            assertThat(rig.host.hasSubscribers()).isFalse();
            assertThat(rig.streaming.hasSubscribers()).isFalse();
            rig.after(Rig.GRACE).down();
            rig.assertQuiet();
        }
    }

    @Test
    void stopInFlightIsFinished() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().receipts.cancel();
        assertThat(rig.stops.get(0).hasObservers()).isTrue();
        rig.stopped().receipts.assertEmpty();
    }

    @Test
    void everyStopInFlightIsFinished() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().off().on().up().down().receipts.cancel();
        assertThat(rig.stops).hasSize(2).allMatch(stop -> stop.hasObservers());
        rig.receipts.assertEmpty();
    }

    @Test
    void stopInFlightIsCancelledIfTheCallerSaysSo() {
        Rig rig = Rig.with(AutoStop::cancelStopOnDispose);
        rig.on().up().down().off().on().up().down();
        assertThat(rig.stops).hasSize(2).allMatch(stop -> stop.hasObservers());
        rig.receipts.cancel();
        assertThat(rig.stops).noneMatch(stop -> stop.hasObservers());
        rig.receipts.assertEmpty();
    }

    @Test
    void endedResultCancelsNoStop() {
        Rig rig = Rig.with(AutoStop::cancelStopOnDispose);
        rig.on().up().down().host.onComplete();
        assertThat(rig.stops).hasSize(1).allMatch(stop -> stop.hasObservers());
        rig.stopped();
        rig.receipts.assertValueCount(1).assertNoErrors().assertComplete();
    }

    @Test
    void failureNobodyHearsGoesToThePlugins() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().receipts.cancel();
        rig.failed(refused);
        assertThat(unheard.take())
                .singleElement()
                .satisfies(error -> assertThat(error).hasRootCause(refused));
        rig.receipts.assertEmpty();
    }

    @Test
    void timeOutNobodyHearsGoesToThePlugins() {
        Rig rig = Rig.with(plan -> plan.stopTimeout(Rig.LIMIT));
        rig.on().up().down().receipts.cancel();
        rig.after(Rig.LIMIT);
        assertThat(unheard.take())
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .hasRootCauseInstanceOf(TimeoutException.class)
                        .hasRootCauseMessage("the stop did not end within PT30S"));
        rig.receipts.assertEmpty();
    }

    @Test
    void failureThatIsHeardGoesNowhereElse() {
        Rig rig = Rig.withGrace();
        rig.on().up().down().failed(refused);
        assertThat(unheard.take()).isEmpty();
        rig.assertReceipts(new Failed(StopReason.HOST_DOWN, refused));
    }

    @Test
    void cancellingWithinTheReceiptIsHeeded() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> first = rig.plan.stopWith(rig::stop).take(1).test();
        rig.receipts.cancel();
        rig.on().up().down().stopped();
        first.assertValueCount(1).assertNoErrors().assertComplete();
        assertThat(rig.host.hasSubscribers()).isFalse();
        assertThat(rig.streaming.hasSubscribers()).isFalse();
    }

    @Test
    void cancelledBeforeItBeganItReadsNoFeed() {
        AtomicInteger read = new AtomicInteger();
        Flowable<Boolean> feed = Flowable.just(true, false).doOnNext(level -> read.incrementAndGet());
        AutoStop.when(feed, feed).stops().test(0, true).assertEmpty();
        assertThat(read).hasValue(0);
    }
}
