package io.github.streamlifecycle.livekit.threads;

import io.github.streamlifecycle.core.rx.AutoStop;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few daemon threads for other people's code, and more of them only while those few are blocked: a task that waits is
 * given another thread as soon as no task ended for {@value #STALLED_AFTER_MILLIS} ms.
 */
final class DeliveryThreads implements Executor {
    private static final int THREADS = 4;
    private static final int IDLE_SECONDS = 10;
    private static final long STALLED_AFTER_MILLIS = 10;
    private static final AtomicInteger MADE = new AtomicInteger();

    private final ThreadPoolExecutor pool;
    private final AtomicBoolean checking = new AtomicBoolean();
    /** The tasks that had ended by the latest check. Written by one check at a time. */
    private volatile long ended;

    @SuppressWarnings("ErroneousThreadPoolConstructorChecker") // its core grows, by checks
    DeliveryThreads() {
        pool = new ThreadPoolExecutor(
                THREADS, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Daemon::new);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
        checkWhileTasksWait();
    }

    /** Tests whether the calling thread is one of these. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof Daemon;
    }

    private void checkWhileTasksWait() {
        if (!pool.getQueue().isEmpty() && checking.compareAndSet(false, true)) {
            ended = pool.getCompletedTaskCount();
            checkSoon();
        }
    }

    private void checkSoon() {
        AutoStop.defaultScheduler().scheduleDirect(this::check, STALLED_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void check() {
        if (pool.getQueue().isEmpty()) {
            pool.setCorePoolSize(THREADS);
            checking.set(false);
            checkWhileTasksWait();
            return;
        }
        long now = pool.getCompletedTaskCount();
        if (now == ended) {
            int size = pool.getPoolSize();
            pool.setCorePoolSize(size + Math.max(1, size / 4));
        }
        ended = now;
        checkSoon();
    }

    private static final class Daemon extends Thread {
        Daemon(Runnable task) {
            super(task, "livekit-events-" + MADE.incrementAndGet());
            setDaemon(true);
        }
    }
}
