package io.github.streamlifecycle.livekit.calls;

import io.github.streamlifecycle.core.rx.AutoStop;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delays that elapse, also on a scheduler that refuses work, such as one whose executor was shut down before the stops
 * that it times: then the library's own threads take over.
 */
public final class Delays {
    private static final Logger log = LoggerFactory.getLogger(Delays.class);
    /** Longer is as good as for ever, and would overflow a clock that counts nanoseconds in a long. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Delays() {}

    /**
     * Completes after the delay; one that is longer than a century is cut to it.
     *
     * @param delay the delay
     * @param scheduler the timer
     * @return a delay that begins once subscribed to
     */
    public static Completable of(Duration delay, Scheduler scheduler) {
        long nanos = (delay.compareTo(LONGEST) < 0 ? delay : LONGEST).toNanos();
        return Completable.create(emitter -> {
            AtomicBoolean elapsed = new AtomicBoolean();
            Runnable elapse = () -> {
                elapsed.set(true);
                emitter.onComplete();
            };
            Disposable timer = schedule(elapse, nanos, scheduler);
            boolean refused = timer.isDisposed() && !elapsed.get() && !emitter.isDisposed();
            emitter.setDisposable(
                    refused ? AutoStop.defaultScheduler().scheduleDirect(elapse, nanos, TimeUnit.NANOSECONDS) : timer);
        });
    }

    private static Disposable schedule(Runnable elapse, long nanos, Scheduler scheduler) {
        try {
            return scheduler.scheduleDirect(elapse, nanos, TimeUnit.NANOSECONDS);
        } catch (RuntimeException | Error refused) {
            log.warn("{} refused a delay", scheduler, refused);
            return Disposable.disposed();
        }
    }
}
