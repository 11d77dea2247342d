package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stop actions that block a real thread and are finished, whatever becomes of the feed or timer it belongs to. */
@Tag("P2")
@Tag("P6")
class CarriedOutTest {
    private static final Duration SHORT_GRACE = Duration.ofMillis(1);
    private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(2);

    private final BlockingStop stop = new BlockingStop();
    private final PublishProcessor<Presence> host = PublishProcessor.create();
    private final BehaviorProcessor<Boolean> streaming = BehaviorProcessor.createDefault(true);

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @AfterAll
    static void shutDown() {
        EXECUTOR.shutdown();
    }

    static Stream<Scheduler> schedulers() {
        return Stream.of(
                AutoStop.defaultScheduler(),
                Schedulers.computation(),
                Schedulers.io(),
                Schedulers.from(EXECUTOR, true));
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void disposeDoesNotInterruptAStop(Scheduler scheduler) throws Exception {
        Disposable guard = afterGrace(scheduler).subscribe();
        dropUntilStopping();
        guard.dispose();
        assertFinished();
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void nextSuspicionDoesNotInterruptAStop(Scheduler scheduler) throws Exception {
        TestSubscriber<Receipt> receipts = afterGrace(scheduler).test();
        dropUntilStopping();
        host.onNext(Presence.UP);
        host.onNext(Presence.SUSPECT);
        assertFinished();
        Rig.awaitCount(receipts, 1);
        receipts.assertValuesOnly(new Receipt.Stopped(StopReason.GRACE_ELAPSED));
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void endOfTheHostFeedDoesNotInterruptAStop(Scheduler scheduler) throws Exception {
        TestSubscriber<Receipt> receipts = afterGrace(scheduler).test();
        dropUntilStopping();
        host.onComplete();
        assertFinished();
        receipts.await(60, TimeUnit.SECONDS);
        receipts.assertResult(new Receipt.Stopped(StopReason.GRACE_ELAPSED));
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void endOfTheStreamingFeedDoesNotInterruptAStop(Scheduler scheduler) throws Exception {
        TestSubscriber<Receipt> receipts = afterGrace(scheduler).test();
        dropUntilStopping();
        streaming.onNext(false);
        streaming.onComplete();
        assertFinished();
        receipts.await(60, TimeUnit.SECONDS);
        receipts.assertResult(new Receipt.Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    void disposeDoesNotInterruptAFeedsThread() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        Disposable guard = AutoStop.whenPresence(onItsOwnThread(cancelled), streaming)
                .stopWith(stop::action)
                .subscribe();
        stop.awaitBegin();
        guard.dispose();
        assertFinished();
        assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void streamingEndDoesNotInterruptTheHostsThread() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        TestSubscriber<Receipt> receipts = AutoStop.whenPresence(onItsOwnThread(cancelled), streaming)
                .stopWith(stop::action)
                .test();
        stop.awaitBegin();
        streaming.onNext(false);
        streaming.onComplete();
        assertFinished();
        assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
        receipts.await(60, TimeUnit.SECONDS);
        receipts.assertResult(new Receipt.Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void subscriberThatBlocksHoldsUpNoOtherStop() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        Disposable guard = AutoStop.whenPresence(host, streaming)
                .grace(SHORT_GRACE)
                .stopWith(() -> {
                    second.countDown();
                    return stop.action();
                })
                .subscribe(receipt -> blocked.await(60, TimeUnit.SECONDS));
        stop.release();
        dropUntilStopping();
        assertThat(stop.awaitEnd()).isEqualTo("finished");
        streaming.onNext(false);
        streaming.onNext(true);
        host.onNext(Presence.UP);
        host.onNext(Presence.SUSPECT);
        assertThat(second.await(60, TimeUnit.SECONDS)).isTrue();
        blocked.countDown();
        guard.dispose();
    }

    private Flowable<Receipt> afterGrace(Scheduler scheduler) {
        return AutoStop.whenPresence(host, streaming)
                .scheduler(scheduler)
                .grace(SHORT_GRACE)
                .stopWith(stop::action);
    }

    private void dropUntilStopping() throws Exception {
        host.onNext(Presence.UP);
        host.onNext(Presence.SUSPECT);
        stop.awaitBegin();
    }

    private void assertFinished() throws Exception {
        stop.release();
        assertThat(stop.awaitEnd()).isEqualTo("finished");
        assertThat(stop.calls()).isOne();
    }

    /** Returns a host that falls on a thread which is interrupted when its feed is cancelled. */
    private static Flowable<Presence> onItsOwnThread(CountDownLatch cancelled) {
        return Flowable.just(Presence.UP, Presence.DOWN)
                .concatWith(Flowable.never())
                .doOnCancel(cancelled::countDown)
                .subscribeOn(Schedulers.io());
    }
}
