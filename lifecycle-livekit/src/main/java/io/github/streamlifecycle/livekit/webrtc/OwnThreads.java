package io.github.streamlifecycle.livekit.webrtc;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A pool of daemon threads of this package: as many as there are tasks at a time, none while idle, and one timer on a
 * monotonic clock that hands over each task when it is due. A task that blocks delays no other.
 *
 * <p>RxJava's {@code Schedulers.from} takes any delay to RxJava's global single thread, which an application may block,
 * unless its executor has a timer of its own: this one.
 */
final class OwnThreads extends ScheduledThreadPoolExecutor {
    private final Executor threads;

    OwnThreads(String name) {
        super(1, daemon(name + "-timer"));
        setRemoveOnCancelPolicy(true);
        threads = Executors.newCachedThreadPool(daemon(name));
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public <V> Future<V> submit(Callable<V> task) {
        FutureTask<V> submitted = new FutureTask<>(task);
        threads.execute(submitted);
        return submitted;
    }

    /** Schedules a task. The future is done once the task was handed over, or is cancelled before. */
    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return super.schedule(
                () -> {
                    threads.execute(new FutureTask<>(task));
                    return null;
                },
                delay,
                unit);
    }

    /** Schedules a task, as {@link #schedule(Callable, long, TimeUnit)} does. */
    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return super.schedule(() -> threads.execute(task), delay, unit);
    }

    /** Schedules a periodic task that never overlaps itself: a period in which it still runs is skipped. */
    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
        AtomicBoolean runs = new AtomicBoolean();
        Runnable handOver = () -> {
            if (runs.compareAndSet(false, true)) {
                threads.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        runs.set(false);
                    }
                });
            }
        };
        return super.scheduleAtFixedRate(handOver, delay, period, unit);
    }
}
