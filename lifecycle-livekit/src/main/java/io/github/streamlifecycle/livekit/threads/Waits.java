package io.github.streamlifecycle.livekit.threads;

import io.reactivex.rxjava3.core.Completable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Bounded waits that an interrupt neither shortens nor is lost in: it is restored once the wait is over. */
public final class Waits {
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

    private Waits() {}

    /**
     * Waits for the end of a Completable, whether it completes or fails.
     *
     * @param work subscribed to once, and left alone when the time is over
     * @param limit the longest wait
     * @return true if it ended in time
     */
    public static boolean until(Completable work, Duration limit) {
        CountDownLatch ended = new CountDownLatch(1);
        work.onErrorComplete().subscribe(ended::countDown);
        long deadline = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(limit), LONGEST_NANOS);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
