package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time of one guard, kept by the Scheduler that the caller chose. If that Scheduler refuses a task or fails, as an
 * executor does after its shutdown, the library's own threads take over, so no grace period is lost or cut short. A task
 * that it took and dropped, as an executor does when it is shut down at once, runs a second late.
 */
final class GuardClock {
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Scheduler chosen;

    GuardClock(Scheduler chosen) {
        this.chosen = chosen;
    }

    /** Returns false if nobody took the task. */
    boolean schedule(OneShot task, Duration delay) {
        long nanos = TimeUnit.NANOSECONDS.convert(delay);
        long begun = now(TimeUnit.NANOSECONDS);
        if (!task.on(chosen, nanos)) {
            return task.on(OwnThreads.SCHEDULER, nanos);
        }
        if (chosen != OwnThreads.SCHEDULER && nanos < Long.MAX_VALUE - LATE_NANOS) {
            task.orElse(() -> isPast(begun, nanos), OwnThreads.SCHEDULER, nanos + LATE_NANOS);
        }
        return true;
    }

    long millis() {
        return now(TimeUnit.MILLISECONDS);
    }

    private long now(TimeUnit unit) {
        try {
            return chosen.now(unit);
        } catch (Throwable error) {
            Foreign.unheard(error);
            return OwnThreads.SCHEDULER.now(unit);
        }
    }

    /** A clock that is behind does not keep real time, as that of a test, and its tasks are not late. */
    private boolean isPast(long begun, long nanos) {
        try {
            return chosen.now(TimeUnit.NANOSECONDS) - begun >= nanos;
        } catch (Throwable error) {
            Foreign.unheard(error);
            return true;
        }
    }
}
