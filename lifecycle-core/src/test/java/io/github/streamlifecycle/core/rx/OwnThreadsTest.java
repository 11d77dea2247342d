package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Scheduler.Worker;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The default Scheduler, which shares no thread and no clock with the application. */
class OwnThreadsTest {
    private static final Scheduler SCHEDULER = AutoStop.defaultScheduler();

    private final CountDownLatch release = new CountDownLatch(1);

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    @Tag("P6")
    void applicationThatBlocksRxJavaDelaysNoStop() {
        List<Scheduler> shared = List.of(Schedulers.computation(), Schedulers.single());
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            shared.forEach(scheduler -> scheduler.scheduleDirect(this::block));
        }
        TestSubscriber<Receipt> receipts = AutoStop.when(
                        Flowable.just(true, false).concatWith(Flowable.never()), Flowable.just(true))
                .grace(Duration.ofMillis(1))
                .stopWith(Completable::complete)
                .test();
        Rig.awaitCount(receipts, 1);
        release.countDown();
        receipts.assertValuesOnly(new Receipt.Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    void taskThatBlocksDelaysNoOther() throws Exception {
        for (int i = 1; i < OwnThreads.THREADS; i++) {
            SCHEDULER.scheduleDirect(this::block);
        }
        CountDownLatch ran = new CountDownLatch(1);
        SCHEDULER.scheduleDirect(ran::countDown, 1, TimeUnit.MILLISECONDS);
        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
        release.countDown();
    }

    @Test
    void threadsAreNamedDaemons() throws Exception {
        Thread thread = threadOf(SCHEDULER);
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).startsWith("streaming-lifecycle-");
    }

    @Test
    void idleThreadsEnd() throws Exception {
        Thread thread = threadOf(new OwnThreads(OwnThreads.executor(Duration.ofMillis(1))));
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void cancelledTimersAreNotKept() {
        ScheduledThreadPoolExecutor executor = OwnThreads.executor(Duration.ofMillis(1));
        Scheduler scheduler = new OwnThreads(executor);
        List<Rig> rigs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Rig rig = Rig.with(plan -> plan.scheduler(scheduler).grace(Duration.ofHours(1)));
            rigs.add(rig.on().up().suspect());
        }
        assertThat(executor.getQueue()).hasSize(100);
        assertThat(executor.getPoolSize()).isLessThanOrEqualTo(OwnThreads.THREADS);
        rigs.subList(0, 50).forEach(Rig::up);
        assertThat(executor.getQueue()).hasSize(50);
        rigs.forEach(rig -> rig.receipts.cancel());
        assertThat(executor.getQueue()).isEmpty();
    }

    @Test
    void clockIsMonotonic() {
        Worker worker = SCHEDULER.createWorker();
        long before = System.nanoTime();
        long now = SCHEDULER.now(TimeUnit.NANOSECONDS);
        long ofWorker = worker.now(TimeUnit.NANOSECONDS);
        long after = System.nanoTime();
        assertThat(now - before).isNotNegative();
        assertThat(ofWorker - now).isNotNegative();
        assertThat(after - ofWorker).isNotNegative();
        worker.dispose();
        assertThat(worker.isDisposed()).isTrue();
    }

    @Test
    void operatorsRunOnIt() {
        TestSubscriber<Long> ticks = Flowable.interval(1, TimeUnit.MILLISECONDS, SCHEDULER)
                .take(3)
                .observeOn(SCHEDULER)
                .test();
        Rig.awaitCount(ticks, 3);
        ticks.assertValues(0L, 1L, 2L);
    }

    private static Thread threadOf(Scheduler scheduler) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        scheduler.scheduleDirect(() -> thread.complete(Thread.currentThread()));
        return thread.get(60, TimeUnit.SECONDS);
    }

    private void block() {
        try {
            release.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
