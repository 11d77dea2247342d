package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time of one guard, kept by the Scheduler that the caller chose. If that Scheduler refuses a task or fails, as an
 * executor does after its shutdown, the library's own threads take over, so no grace period is lost or cut short.
 */
final class GuardClock {
    private final Scheduler chosen;

    GuardClock(Scheduler chosen) {
        this.chosen = chosen;
    }

    /** Returns false if nobody took the task. */
    boolean schedule(OneShot task, Duration delay) {
        long nanos = TimeUnit.NANOSECONDS.convert(delay);
        return task.on(chosen, nanos) || task.on(OwnThreads.SCHEDULER, nanos);
    }

    long millis() {
        try {
            return chosen.now(TimeUnit.MILLISECONDS);
        } catch (Throwable error) {
            Foreign.unheard(error);
            return OwnThreads.SCHEDULER.now(TimeUnit.MILLISECONDS);
        }
    }
}
