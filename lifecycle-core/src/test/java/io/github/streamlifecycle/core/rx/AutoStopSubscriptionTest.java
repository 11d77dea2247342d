package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.Receipt.Failed;
import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.FlowAdapters;

/** Subscriptions to feeds of every kind, and re-entrant calls. */
class AutoStopSubscriptionTest {
    private static final Flowable<Boolean> TOGGLING = Flowable.just(true, false).repeat();

    private final Exception refused = new Exception("refused");

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    void nothingHappensBeforeSubscription() {
        PublishProcessor<Boolean> feed = PublishProcessor.create();
        AutoStop.when(feed, feed).grace(Rig.GRACE).stopWith(Completable::complete);
        assertThat(feed.hasSubscribers()).isFalse();
    }

    @Test
    void streamingIsSubscribedToFirst() {
        List<String> order = new ArrayList<>();
        Flowable<Boolean> hosting = Flowable.<Boolean>never().doOnSubscribe(s -> order.add("hosting"));
        Flowable<Boolean> streaming = Flowable.<Boolean>never().doOnSubscribe(s -> order.add("streaming"));
        AutoStop.when(hosting, streaming).stops().test().assertEmpty();
        assertThat(order).containsExactly("streaming", "hosting");
    }

    @Test
    void everySubscriptionHasAMachineOfItsOwn() {
        Rig rig = Rig.withoutGrace();
        rig.on().up();
        TestSubscriber<Receipt> late = rig.plan.stopWith(Completable::complete).test();
        rig.down().stopped();
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
        late.assertEmpty();
        rig.off().on().up().down();
        late.assertValuesOnly(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void subscribingAgainBeginsAnew() {
        AutoStop.when(Flowable.just(true, false), Flowable.just(true))
                .stops()
                .repeat(3)
                .test()
                .assertResult(StopReason.HOST_DOWN, StopReason.HOST_DOWN, StopReason.HOST_DOWN);
    }

    @Test
    @Tag("P3")
    void synchronousFeedsStopOnTheFall() {
        AutoStop.when(Flowable.just(true, false), Flowable.just(true))
                .stops()
                .test()
                .assertResult(StopReason.HOST_DOWN);
        AutoStop.when(Flowable.just(true), Flowable.just(true)).stops().test().assertResult(StopReason.FEED_ENDED);
        AutoStop.when(Flowable.just(true, false), Flowable.just(false))
                .stops()
                .test()
                .assertResult();
        AutoStop.when(Flowable.empty(), Flowable.empty()).stops().test().assertResult();
        AutoStop.when(Flowable.never(), Flowable.never()).stops().test().assertEmpty();
    }

    @Test
    void asynchronousFeedsStopOnTheFall() {
        TestScheduler time = new TestScheduler();
        Flowable<Boolean> hosting =
                Flowable.intervalRange(0, 4, 1, 1, TimeUnit.SECONDS, time).map(tick -> tick % 2 == 0);
        Flowable<Boolean> streaming =
                Flowable.timer(3, TimeUnit.SECONDS, time).map(tick -> true).observeOn(time);
        TestSubscriber<StopReason> reasons =
                AutoStop.when(hosting, streaming).stops().test();
        time.advanceTimeBy(3, TimeUnit.SECONDS);
        reasons.assertEmpty();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        reasons.assertResult(StopReason.HOST_DOWN);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void endlessSynchronousHostFeedEndsWithItsSubscriber() {
        AutoStop.when(TOGGLING, Flowable.just(true))
                .stopWith(() -> Completable.error(refused))
                .take(1000)
                .test()
                .assertValueCount(1000)
                .assertNoErrors()
                .assertComplete();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void endlessStreamingFeedStarvesNobody() {
        AutoStop.when(TOGGLING, TOGGLING.subscribeOn(Schedulers.single()))
                .stops()
                .take(1)
                .test()
                .assertResult(StopReason.HOST_DOWN);
    }

    @Test
    @Tag("P2")
    void stopActionThatTurnsTheFeedsItself() {
        Rig rig = Rig.withGrace();
        AtomicInteger asked = new AtomicInteger();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(() -> {
                    asked.incrementAndGet();
                    rig.up().down().up().suspect();
                    return Completable.complete();
                })
                .test();
        rig.on().up().down();
        assertThat(asked).hasValue(1);
        receipts.assertValuesOnly(new Stopped(StopReason.HOST_DOWN));
        rig.after(Rig.GRACE);
        assertThat(asked).hasValue(1);
        receipts.assertValuesOnly(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void gracePeriodBegunWithinTheStopActionIsKept() {
        Rig rig = Rig.withGrace();
        AtomicInteger asked = new AtomicInteger();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(() -> {
                    if (asked.incrementAndGet() == 1) {
                        rig.off().on().up().suspect();
                    }
                    return Completable.complete();
                })
                .test();
        rig.on().up().down();
        receipts.assertValuesOnly(new Stopped(StopReason.HOST_DOWN));
        rig.after(Rig.GRACE);
        receipts.assertValuesOnly(new Stopped(StopReason.HOST_DOWN), new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    void stopActionThatEndsTheFeedsItself() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(() -> {
                    rig.host.onComplete();
                    rig.streaming.onComplete();
                    return Completable.complete();
                })
                .test();
        rig.on().up().down();
        receipts.assertResult(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P2")
    void subscriberBringingTheHostBackFindsItArmed() {
        Rig rig = Rig.withoutGrace();
        AtomicInteger seen = new AtomicInteger();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(() -> Completable.error(refused))
                .doOnNext(receipt -> {
                    if (seen.incrementAndGet() < 3) {
                        rig.up().down();
                    }
                })
                .test();
        rig.on().up().down();
        Failed failed = new Failed(StopReason.HOST_DOWN, refused);
        receipts.assertValuesOnly(failed, failed, failed);
    }

    @Test
    @Tag("P4")
    void subscriberThatEndsTheSessionMeetsAFreshOne() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(Completable::complete)
                .doOnNext(receipt -> rig.off().up().down())
                .test();
        rig.on().up().down();
        receipts.assertValuesOnly(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void booleansArePresencesWithoutCertainty() {
        TestScheduler time = new TestScheduler();
        PublishProcessor<Boolean> hosting = PublishProcessor.create();
        TestSubscriber<StopReason> reasons = AutoStop.when(hosting, Flowable.just(true))
                .scheduler(time)
                .grace(Rig.GRACE)
                .stops()
                .test();
        hosting.onNext(true);
        hosting.onNext(false);
        reasons.assertEmpty();
        time.advanceTimeBy(Rig.GRACE.toSeconds(), TimeUnit.SECONDS);
        reasons.assertValuesOnly(StopReason.GRACE_ELAPSED);
    }

    @Test
    void anyPublisherIsAFeed() {
        AutoStop.whenPresence(
                        s -> Flowable.just(Presence.UP, Presence.DOWN).subscribe(s),
                        s -> Flowable.just(true).subscribe(s))
                .stops()
                .test()
                .assertResult(StopReason.HOST_DOWN);
    }

    @Test
    void flowPublisherIsAFeed() {
        Flow.Publisher<Boolean> hosting = FlowAdapters.toFlowPublisher(Flowable.just(true, false));
        AutoStop.when(FlowAdapters.toPublisher(hosting), Flowable.just(true))
                .stops()
                .test()
                .assertResult(StopReason.HOST_DOWN);
    }
}
