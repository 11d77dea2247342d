package io.github.streamlifecycle.examples.figures.watch;

import io.reactivex.rxjava3.core.Completable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Media that goes on and pauses by turns, each time for a random time of up to a limit and of at least a fifth of it. */
record Pauses(Duration longestRun, Duration longestPause) {
    private static final double SHORTEST = 0.2;

    static Pauses of(Duration longestRun, Duration longestPause) {
        return new Pauses(longestRun, longestPause);
    }

    /** Begins with a run, for as long as the process lives. */
    void begin(Runnable onPause, Runnable onResume) {
        after(longestRun, onPause)
                .andThen(after(longestPause, onResume))
                .repeat()
                .subscribe();
    }

    private static Completable after(Duration limit, Runnable change) {
        return Completable.defer(() -> Completable.timer(
                        (long) (limit.toMillis() * ThreadLocalRandom.current().nextDouble(SHORTEST, 1)),
                        TimeUnit.MILLISECONDS)
                .andThen(Completable.fromRunnable(change)));
    }
}
