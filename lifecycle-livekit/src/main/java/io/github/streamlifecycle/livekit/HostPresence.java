package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last sighting of a stream's host: up now, last seen up at some time, or never. Written by one thread at a time. */
final class HostPresence {
    private static final Logger log = LoggerFactory.getLogger(HostPresence.class);

    private final Scheduler scheduler;
    private volatile boolean up;
    private volatile boolean seen;
    private volatile Optional<Long> fellAtNanos = Optional.empty();

    HostPresence(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void on(Presence next) {
        if (next == Presence.UP) {
            fellAtNanos = Optional.empty();
            seen = true;
        } else if (up) {
            fellAtNanos = now();
        }
        up = next == Presence.UP;
    }

    boolean isUp() {
        return up;
    }

    boolean wasEverUp() {
        return seen;
    }

    /** Returns the time since the host was last seen up; zero if it is up now or never was. */
    Duration sinceDrop() {
        return fellAtNanos
                .flatMap(at -> now().map(now -> Duration.ofNanos(now - at)))
                .orElse(Duration.ZERO);
    }

    /** Returns the time; empty if the caller's Scheduler does not tell it, which is no reason to lose a stop. */
    private Optional<Long> now() {
        try {
            return Optional.of(scheduler.now(TimeUnit.NANOSECONDS));
        } catch (Throwable thrown) {
            log.warn("the clock of a Scheduler failed", thrown);
            return Optional.empty();
        }
    }
}
