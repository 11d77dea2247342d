package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time passes on this package's own threads, whatever the application does to RxJava's. */
class OwnThreadsTest {
    private static final Scheduler SCHEDULER = Callbacks.SCHEDULER;

    private final CountDownLatch blocked = new CountDownLatch(1);

    @AfterEach
    void unblock() {
        blocked.countDown();
    }

    private void block() {
        try {
            blocked.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void passes(Completable time) {
        assertThat(time.blockingAwait(60, TimeUnit.SECONDS)).isTrue();
    }

    private void timePasses() {
        passes(Completable.timer(1, TimeUnit.MILLISECONDS, SCHEDULER));
        passes(Flowable.interval(1, TimeUnit.MILLISECONDS, SCHEDULER).take(3).ignoreElements());
        passes(Completable.complete().delay(1, TimeUnit.MILLISECONDS, SCHEDULER));
        passes(Completable.never().timeout(1, TimeUnit.MILLISECONDS, SCHEDULER).onErrorComplete());
    }

    @Test
    void blockedThreadsOfRxJavaDelayNothing() {
        Schedulers.single().scheduleDirect(this::block);
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Schedulers.computation().scheduleDirect(this::block);
        }
        timePasses();
    }

    @Test
    void tasksThatBlockDelayNoOthers() {
        for (int i = 0; i < 20; i++) {
            SCHEDULER.scheduleDirect(this::block);
            SCHEDULER.scheduleDirect(this::block, 1, TimeUnit.MILLISECONDS);
            SCHEDULER.createWorker().schedule(this::block, 1, TimeUnit.MILLISECONDS);
            SCHEDULER.schedulePeriodicallyDirect(this::block, 0, 1, TimeUnit.MILLISECONDS);
        }
        timePasses();
    }

    @Test
    void periodicTaskIsSerial() {
        AtomicInteger running = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
        var periodic = SCHEDULER.schedulePeriodicallyDirect(
                () -> {
                    seen.add(running.incrementAndGet());
                    for (int i = 0; i < 1_000; i++) {
                        Thread.onSpinWait();
                    }
                    running.decrementAndGet();
                },
                0,
                100,
                TimeUnit.MICROSECONDS);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() > 1_000);
        periodic.dispose();
        assertThat(seen).containsOnly(1);
    }

    @Test
    void threadsAreDaemonsWithAName() {
        ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
        passes(Completable.fromRunnable(() -> threads.add(Thread.currentThread()))
                .subscribeOn(SCHEDULER));
        passes(Completable.timer(1, TimeUnit.MILLISECONDS, SCHEDULER)
                .doOnComplete(() -> threads.add(Thread.currentThread())));
        assertThat(threads).hasSize(2).allSatisfy(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("webrtc-callback");
        });
    }

    @Test
    void whatIsCancelledBeforeItIsDueDoesNotRun() {
        ScheduledExecutorService threads = new OwnThreads("cancelled");
        AtomicInteger ran = new AtomicInteger();
        var later = threads.schedule(ran::incrementAndGet, 1, TimeUnit.HOURS);
        assertThat(later.cancel(false)).isTrue();
        assertThat(threads.shutdownNow()).isEmpty();
        assertThat(ran).hasValue(0);
    }
}
