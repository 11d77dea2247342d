package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The default Scheduler: a few daemon threads of this library, which end when they are idle, and a monotonic clock.
 *
 * <p>RxJava's own Schedulers are shared with the application, whose tasks may block them, and read the wall clock, which
 * can be set. All threads here serve one queue, so a task that blocks delays no other until every thread is blocked.
 * Disposing of a task does not interrupt it.
 */
final class OwnThreads extends Scheduler {
    static final int THREADS = 16;
    static final Scheduler SCHEDULER = new OwnThreads(executor(Duration.ofSeconds(10)));

    private final Scheduler threads;

    OwnThreads(ScheduledThreadPoolExecutor executor) {
        threads = Schedulers.from(executor);
    }

    /** Returns an executor whose threads end after being idle for that time. */
    static ScheduledThreadPoolExecutor executor(Duration idle) {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, task -> {
            String name = "streaming-lifecycle-" + number.incrementAndGet();
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(idle.toMillis(), TimeUnit.MILLISECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    @Override
    public long now(TimeUnit unit) {
        return monotonic(unit);
    }

    private static long monotonic(TimeUnit unit) {
        return unit.convert(System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
        return threads.scheduleDirect(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
        return new OwnWorker(threads.createWorker());
    }

    /** A worker that reads the monotonic clock, which periodic tasks are corrected by. */
    private static final class OwnWorker extends Worker {
        private final Worker worker;

        OwnWorker(Worker worker) {
            this.worker = worker;
        }

        @Override
        public long now(TimeUnit unit) {
            return monotonic(unit);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return worker.schedule(task, delay, unit);
        }

        @Override
        public void dispose() {
            worker.dispose();
        }

        @Override
        public boolean isDisposed() {
            return worker.isDisposed();
        }
    }
}
