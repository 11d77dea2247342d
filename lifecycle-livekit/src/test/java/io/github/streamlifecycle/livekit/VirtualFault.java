package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import java.time.Duration;
import java.util.Optional;

/**
 * The result of one call to a {@link VirtualServer} that goes wrong.
 *
 * @param error the error that the caller gets
 * @param after the time after which it gets it
 * @param done the time after which the server still carries the call out; empty for never
 */
record VirtualFault(LiveKitException error, Duration after, Optional<Duration> done) {
    private static final Duration SOON = Duration.ofMillis(20);

    static VirtualFault answered(int status, String code) {
        return new VirtualFault(LiveKitException.of(status, code, "virtual " + code), SOON, Optional.empty());
    }

    /** StopEgress of an egress whose worker does not answer. */
    static VirtualFault timedOut() {
        return answered(408, "deadline_exceeded").after(Duration.ofSeconds(3));
    }

    /** No answer at all: an IOException of the HTTP client. */
    static VirtualFault cut() {
        return new VirtualFault(LiveKitException.of(0, "", "virtual connection is cut"), SOON, Optional.empty());
    }

    VirtualFault after(Duration changed) {
        return new VirtualFault(error, changed, done);
    }

    VirtualFault thoughDone() {
        return thoughDoneAfter(Duration.ZERO);
    }

    VirtualFault thoughDoneAfter(Duration wait) {
        return new VirtualFault(error, after, Optional.of(wait));
    }
}
