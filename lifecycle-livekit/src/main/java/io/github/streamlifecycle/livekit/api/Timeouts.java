package io.github.streamlifecycle.livekit.api;

import java.time.Duration;

/**
 * The time within which the whole answer to a call has to be there, counted from when the call is sent.
 *
 * @param start of a start, which LiveKit answers after up to 25 s if no worker takes it
 * @param stop of a stop, which LiveKit answers after up to 15 s, and 3 s of a slow Redis
 * @param read of a list, which LiveKit answers after up to 3 s
 */
record Timeouts(Duration start, Duration stop, Duration read) {
    static final Timeouts DEFAULTS =
            new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10));

    static Timeouts all(Duration timeout) {
        return new Timeouts(timeout, timeout, timeout);
    }
}
