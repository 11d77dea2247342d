package io.github.streamlifecycle.examples.guard.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a server: parts that are closed one after the other, under one deadline.
 *
 * <p>Each part has a share of the time, and what it leaves is added to the next one's. A part that fails, or that hangs until
 * its time is over, is left behind, and does not keep the others from what they have to write. So the whole takes no longer
 * than the sum of the shares.
 */
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private final Clock clock;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> beside = new ArrayList<>();

    /** Closes a part. */
    interface Part {
        /**
         * Closes it.
         *
         * @param within how long it may take
         * @throws Exception if it fails
         */
        void close(Duration within) throws Exception;
    }

    /** The time, and waiting for it. */
    interface Clock {
        /** Returns a time that does not go back, in nanoseconds. */
        long nanos();

        /** Waits until something is done; returns false if the time is over before. */
        boolean await(CompletableFuture<?> done, Duration within) throws ExecutionException, InterruptedException;
    }

    private record Step(String name, Duration share, Part part) {}

    private static final class SystemClock implements Clock {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public boolean await(CompletableFuture<?> done, Duration within)
                throws ExecutionException, InterruptedException {
            try {
                done.get(within.toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException over) {
                return false;
            }
        }
    }

    private Closing(Clock clock) {
        this.clock = clock;
    }

    /** Returns a closing without a part. */
    static Closing create() {
        return by(new SystemClock());
    }

    static Closing by(Clock clock) {
        return new Closing(clock);
    }

    /** Adds a part that is closed before all that were added so far. */
    void addFirst(String name, Duration share, Part part) {
        steps.add(0, new Step(name, share, part));
    }

    /** Adds a part that is closed after all that were added so far. */
    void addLast(String name, Duration share, Part part) {
        steps.add(new Step(name, share, part));
    }

    /** Adds a part that is closed beside the others, in whatever time they take. */
    void addBeside(String name, Part part) {
        beside.add(new Step(name, Duration.ZERO, part));
    }

    /** Returns how long it takes at most. */
    Duration atMost() {
        return steps.stream().map(Step::share).reduce(Duration.ZERO, Duration::plus);
    }

    /** Closes all parts. */
    void run() {
        long deadline = clock.nanos();
        List<Running> aside = beside.stream().map(step -> begin(step, atMost())).toList();
        for (Step step : steps) {
            deadline += step.share().toNanos();
            Duration left = until(deadline);
            await(begin(step, left), left);
        }
        for (Running running : aside) {
            await(running, until(deadline));
        }
    }

    private Duration until(long deadlineNanos) {
        return Duration.ofNanos(Math.max(1, deadlineNanos - clock.nanos()));
    }

    private record Running(String name, CompletableFuture<?> done) {}

    private static Running begin(Step step, Duration within) {
        CompletableFuture<?> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> carryOut(step, within, done), "guard-server-closing-" + step.name());
        thread.setDaemon(true);
        thread.start();
        return new Running(step.name(), done);
    }

    private static void carryOut(Step step, Duration within, CompletableFuture<?> done) {
        try {
            step.part().close(within);
            done.complete(null);
        } catch (Throwable failed) {
            done.completeExceptionally(failed);
        }
    }

    private void await(Running running, Duration within) {
        try {
            if (!clock.await(running.done(), within)) {
                log.warn("{} did not close within {} ms, and is left behind", running.name(), within.toMillis());
            }
        } catch (ExecutionException failed) {
            log.error("{} could not be closed", running.name(), failed.getCause());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt(); // the next parts are begun, and not waited for
        }
    }
}
