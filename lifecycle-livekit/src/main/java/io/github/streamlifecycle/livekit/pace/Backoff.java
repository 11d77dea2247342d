package io.github.streamlifecycle.livekit.pace;

import java.time.Duration;

/**
 * Pauses between tries that double with every failure, up to a longest one.
 *
 * @param first the pause after the first failure
 * @param longest the pause that is never exceeded
 */
public record Backoff(Duration first, Duration longest) {
    /** A million times the first pause: no longest one is longer, and no Duration overflows. */
    private static final int MOST_DOUBLINGS = 20;

    /**
     * Returns the pause after a failure.
     *
     * @param earlier how many failures in a row came before it
     * @return the pause
     */
    public Duration after(int earlier) {
        Duration doubled = first.multipliedBy(1L << Math.min(Math.max(earlier, 0), MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
