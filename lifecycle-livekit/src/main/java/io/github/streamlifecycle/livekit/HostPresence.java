package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The last sighting of a stream's host: up now, last seen up at some time, or never. Written by one thread at a time. */
final class HostPresence {
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
            fellAtNanos = Optional.of(scheduler.now(TimeUnit.NANOSECONDS));
        }
        up = next == Presence.UP;
    }

    boolean isUp() {
        return up;
    }

    boolean wasEverUp() {
        return seen;
    }

    /** The time since the host was last seen up; zero if it is up now or never was. */
    Duration sinceDrop() {
        return fellAtNanos
                .map(at -> Duration.ofNanos(scheduler.now(TimeUnit.NANOSECONDS) - at))
                .orElse(Duration.ZERO);
    }
}
