package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what a test expects, in wall time, for as long as a busy machine may take. */
final class Patience {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_MILLIS = 5;

    private Patience() {}

    /** Looks again and again, until there is a value. */
    static <T> T await(Supplier<Optional<T>> look, String otherwise) {
        long begun = System.nanoTime();
        Optional<T> seen = look.get();
        while (seen.isEmpty()) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new IllegalStateException(otherwise + " within " + LIMIT);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted: " + otherwise, interrupted);
            }
            seen = look.get();
        }
        return seen.get();
    }
}
