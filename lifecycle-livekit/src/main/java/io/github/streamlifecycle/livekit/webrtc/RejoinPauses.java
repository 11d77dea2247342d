package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.pace.Backoff;
import java.time.Duration;

/**
 * The pauses before a watcher joins its room again: longer after each failure, short again after a stay that lasted. A
 * short stay does not count, since two watchers of the same identity would throw each other out for ever.
 */
final class RejoinPauses {
    static final Duration LASTED = Duration.ofMinutes(1);

    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

    private int failures;
    private boolean joined;
    private long joinedAtNanos;

    /** Records that the room was joined, at a moment of a monotonic clock. */
    void joined(long atNanos) {
        joined = true;
        joinedAtNanos = atNanos;
    }

    /** Records the end of a try, successful or not, and returns the pause before the next one. */
    Duration ended(long atNanos) {
        if (joined && atNanos - joinedAtNanos >= LASTED.toNanos()) {
            failures = 0;
        }
        joined = false;
        return PAUSES.after(failures++);
    }
}
