package io.github.streamlifecycle.examples.figures.watch;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Times at which this whole process was held up, by a busy machine or a garbage collection. */
final class HoldUps {
    private static final Duration TICK = Duration.ofMillis(50);

    private HoldUps() {}

    /** Tells of each one that is longer than a limit, for as long as the process lives. */
    static void watch(Duration limit, Consumer<Duration> told) {
        Thread thread = new Thread(
                () -> {
                    long before = System.nanoTime();
                    while (true) {
                        LockSupport.parkNanos(TICK.toNanos());
                        long now = System.nanoTime();
                        Duration took = Duration.ofNanos(now - before).minus(TICK);
                        if (took.compareTo(limit) > 0) {
                            told.accept(took);
                        }
                        before = now;
                    }
                },
                "hold-ups");
        thread.setDaemon(true);
        thread.start();
    }
}
