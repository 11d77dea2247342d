package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a call.
 *
 * @param arrivesAfterMillis when the server carries it out; {@link #NEVER} if it does not
 * @param answeredAfterMillis how much later its caller hears
 * @param error what its caller hears instead of the answer; null if it hears the answer
 */
record Fate(
        long arrivesAfterMillis,
        long answeredAfterMillis,
        @Nullable LiveKitException error) {
    static final long NEVER = -1;

    /** Our own calls give up after so long. */
    static final long LONGEST_MILLIS = 10_000;

    private static final List<LiveKitException> FAILURES = List.of(
            LiveKitException.of(503, "unavailable", "simulated"),
            LiveKitException.of(500, "unknown", "simulated i/o timeout"),
            LiveKitException.of(408, "deadline_exceeded", "simulated"),
            LiveKitException.of(429, "resource_exhausted", "simulated"),
            LiveKitException.of(502, "", "simulated proxy"),
            LiveKitException.of(404, "", "simulated proxy"));

    Fate(long arrivesAfterMillis, long answeredAfterMillis) {
        this(arrivesAfterMillis, answeredAfterMillis, null);
    }

    static Fate refused() {
        return new Fate(NEVER, 10, LiveKitException.of(0, "", "simulated cut"));
    }

    static Fate answered(Chance chance) {
        return new Fate(NEVER, chance.between(5, 3_000), chance.pick(FAILURES));
    }

    static Fate unanswered(long arrivesAfterMillis) {
        return new Fate(arrivesAfterMillis, LONGEST_MILLIS, LiveKitException.of(0, "", "simulated time-out"));
    }
}
