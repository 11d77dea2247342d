package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that all state belongs to, and its clock, which runs {@code speed} times as fast as the wall's.
 *
 * <p>What was planned sees the time that it was planned for, however late a busy machine runs it: nothing that is
 * planned changes its order.
 */
final class World {
    private static final Logger log = LoggerFactory.getLogger(World.class);

    /** Something that will happen, unless it is called off. */
    interface Planned {
        void callOff();
    }

    private record Event(long due, long number, Runnable task) {}

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, this::thread);
    private final PriorityQueue<Event> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Event::due).thenComparingLong(Event::number));
    private final double speed;
    private final long begunEpochMillis = System.currentTimeMillis();
    private final long begunNanos = System.nanoTime();
    private volatile @Nullable Thread own;
    private long planned;
    private long now;

    World(double speed) {
        this.speed = speed;
        executor.setRemoveOnCancelPolicy(true);
        // what comes after the end of the world does not happen
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread thread(Runnable task) {
        Thread made = new Thread(task, "livekit-double");
        made.setDaemon(true);
        own = made;
        return made;
    }

    /** Runs a task once {@code delay} has passed in this world, and before what is planned later. World's thread only. */
    Planned after(Duration delay, Runnable task) {
        Event event = new Event(now + Math.max(0, delay.toNanos()), planned++, task);
        agenda.add(event);
        // a microsecond late, since an alarm that comes a rounding error early would find nothing due
        long wall = (long) ((event.due() - elapsed()) / speed) + 1_000;
        var alarm = executor.schedule(this::catchUp, wall, TimeUnit.NANOSECONDS);
        return () -> {
            agenda.remove(event);
            alarm.cancel(false);
        };
    }

    void run(Runnable task) {
        if (Thread.currentThread() == own) {
            guarded(task);
            return;
        }
        executor.execute(() -> {
            catchUp();
            guarded(task);
        });
    }

    private void catchUp() {
        long elapsed = elapsed();
        for (Event next = agenda.peek(); next != null && next.due() <= elapsed; next = agenda.peek()) {
            agenda.remove();
            now = next.due();
            guarded(next.task());
        }
        now = elapsed;
    }

    /** Asks for a value, from outside of the world or within. */
    <T> T ask(Callable<T> question) {
        if (executor.isShutdown()) {
            throw new IllegalStateException("the LiveKit double was closed");
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        run(() -> {
            try {
                answer.complete(question.call());
            } catch (Throwable thrown) {
                answer.completeExceptionally(thrown);
            }
        });
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException thrown) {
            throw thrown.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException(thrown.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the LiveKit double", interrupted);
        } catch (TimeoutException stuck) {
            throw new IllegalStateException("the LiveKit double does not answer", stuck);
        }
    }

    /** Nanoseconds since 1970, as LiveKit stamps egress. */
    long nanos() {
        return begunEpochMillis * 1_000_000 + now;
    }

    long millis() {
        return nanos() / 1_000_000;
    }

    long seconds() {
        return nanos() / 1_000_000_000;
    }

    void end() {
        executor.shutdownNow();
    }

    private long elapsed() {
        return (long) ((System.nanoTime() - begunNanos) * speed);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError thrown) {
            log.error("the LiveKit double has a bug", thrown);
        }
    }
}
