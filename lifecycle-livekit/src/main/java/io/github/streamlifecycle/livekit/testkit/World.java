package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that all state belongs to, and its clock, which runs {@code speed} times as fast as the wall's. */
final class World {
    private static final Logger log = LoggerFactory.getLogger(World.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, "livekit-double");
        made.setDaemon(true);
        return made;
    });
    private final double speed;
    private final long begunEpochMillis = System.currentTimeMillis();
    private final long begunNanos = System.nanoTime();

    World(double speed) {
        this.speed = speed;
        thread.setRemoveOnCancelPolicy(true);
        // what comes after the end of the world does not happen
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Something that will happen, unless it is called off. */
    interface Planned {
        void callOff();
    }

    /** Runs a task once {@code delay} has passed in this world. */
    Planned after(Duration delay, Runnable task) {
        long wall = (long) (delay.toNanos() / speed);
        var planned = thread.schedule(() -> guarded(task), wall, TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    void run(Runnable task) {
        thread.execute(() -> guarded(task));
    }

    /** Asks for a value from outside of the world. */
    <T> T ask(Callable<T> question) {
        if (thread.isShutdown()) {
            throw new IllegalStateException("the LiveKit double was closed");
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                answer.complete(question.call());
            } catch (Throwable thrown) {
                answer.completeExceptionally(thrown);
            }
        });
        try {
            return answer.get(10, TimeUnit.SECONDS);
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
        return begunEpochMillis * 1_000_000 + (long) ((System.nanoTime() - begunNanos) * speed);
    }

    long millis() {
        return nanos() / 1_000_000;
    }

    long seconds() {
        return nanos() / 1_000_000_000;
    }

    void end() {
        thread.shutdownNow();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError thrown) {
            log.error("the LiveKit double has a bug", thrown);
        }
    }
}
