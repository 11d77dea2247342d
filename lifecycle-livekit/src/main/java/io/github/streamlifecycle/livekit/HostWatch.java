package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What is known of a stream's host: how it is, and since when it is not up. Written by one thread at a time. */
final class HostWatch {
    private final Scheduler scheduler;
    private volatile Presence presence = Presence.SUSPECT;
    private volatile Optional<Long> fellAtNanos = Optional.empty();

    HostWatch(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void on(Presence next) {
        if (next == Presence.UP) {
            fellAtNanos = Optional.empty();
        } else if (presence == Presence.UP) {
            fellAtNanos = Optional.of(scheduler.now(TimeUnit.NANOSECONDS));
        }
        presence = next;
    }

    boolean isUp() {
        return presence == Presence.UP;
    }

    /** Whether no grace period is left to decide it. */
    boolean isGone(Duration grace) {
        return presence == Presence.DOWN || (presence == Presence.SUSPECT && grace.isZero());
    }

    /** How long ago it was last seen up; zero if it is, or never was. */
    Duration sinceDrop() {
        return fellAtNanos
                .map(at -> Duration.ofNanos(scheduler.now(TimeUnit.NANOSECONDS) - at))
                .orElse(Duration.ZERO);
    }
}
