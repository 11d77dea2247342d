package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.github.streamlifecycle.core.rx.Receipt.TimedOut;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The javadoc's sections on backpressure and Schedulers, one test per sentence. */
class AutoStopContractTest {
    private final List<String> threads = Collections.synchronizedList(new ArrayList<>());

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    void bothFeedsAreConsumedWithoutBound() {
        List<Long> requests = new ArrayList<>();
        Flowable<Boolean> feed = Flowable.<Boolean>never().doOnRequest(requests::add);
        AutoStop.when(feed, feed).stops().test(0).assertEmpty();
        assertThat(requests).containsExactly(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Test
    @Tag("P6")
    void slowSubscriberLosesNoStop() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> slow = rig.plan.stopWith(Completable::complete).test(1);
        int sessions = 10_000;
        for (int i = 0; i < sessions; i++) {
            rig.on().up().down().off();
        }
        rig.assertStops(sessions);
        slow.assertValueCount(1);
        for (int received = 1; received < sessions; received++) {
            slow.request(1);
            slow.assertValueCount(received + 1);
        }
        slow.request(1);
        slow.assertValueCount(sessions).assertNoErrors().assertNotComplete();
        assertThat(slow.values()).allMatch(new Stopped(StopReason.HOST_DOWN)::equals);
    }

    @Test
    void endWaitsForBufferedReceipts() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> slow = rig.plan.stopWith(Completable::complete).test(0);
        rig.on().up().down().host.onComplete();
        slow.assertEmpty();
        slow.request(1);
        slow.assertResult(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void withoutGraceAndTimeOutNoSchedulerIsUsed() {
        Rig rig = Rig.with(plan -> plan.scheduler(new Untouchable()));
        rig.on().up().suspect().stopped().host.onComplete();
        rig.receipts.assertResult(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void threadsAreThoseOfTheFallAndTheActionsEnd() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> receipts = traced(rig);
        on("streaming", rig::on);
        on("feed", () -> rig.up().down());
        on("action", rig::stopped);
        receipts.assertValuesOnly(new Stopped(StopReason.HOST_DOWN));
        assertThat(threads).containsExactly("asked on feed", "subscribed on feed", "received on action");
    }

    @Test
    void afterGraceTheActionRunsOnTheScheduler() {
        Rig rig = Rig.withGrace();
        TestSubscriber<Receipt> receipts = traced(rig);
        on("feed", () -> rig.on().up().suspect());
        on("scheduler", () -> rig.after(Rig.GRACE));
        on("action", rig::stopped);
        receipts.assertValuesOnly(new Stopped(StopReason.GRACE_ELAPSED));
        assertThat(threads).containsExactly("asked on scheduler", "subscribed on scheduler", "received on action");
    }

    @Test
    void timeOutIsReceivedOnTheScheduler() {
        Rig rig = Rig.with(plan -> plan.stopTimeout(Rig.LIMIT));
        TestSubscriber<Receipt> receipts = traced(rig);
        on("feed", () -> rig.on().up().down());
        on("scheduler", () -> rig.after(Rig.LIMIT));
        receipts.assertValuesOnly(new TimedOut(StopReason.HOST_DOWN, Rig.LIMIT));
        assertThat(threads).containsExactly("asked on feed", "subscribed on feed", "received on scheduler");
    }

    @Test
    void bufferedReceiptComesOnTheRequestingThread() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(Completable::complete)
                .doOnNext(receipt -> trace("received"))
                .test(0);
        on("feed", () -> rig.on().up().down());
        on("subscriber", () -> receipts.request(1));
        receipts.assertValuesOnly(new Stopped(StopReason.HOST_DOWN));
        assertThat(threads).containsExactly("received on subscriber");
    }

    /** Subscribes once more, with an action that records the threads it is called on. */
    private TestSubscriber<Receipt> traced(Rig rig) {
        rig.receipts.cancel();
        return rig.plan
                .stopWith(() -> {
                    trace("asked");
                    return Completable.wrap(rig.stop()).doOnSubscribe(s -> trace("subscribed"));
                })
                .doOnNext(receipt -> trace("received"))
                .test();
    }

    private void trace(String what) {
        threads.add(what + " on " + Thread.currentThread().getName());
    }

    private static void on(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static final class Untouchable extends Scheduler {
        @Override
        public Worker createWorker() {
            throw new AssertionError("no Scheduler may be used");
        }
    }
}
