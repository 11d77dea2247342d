package io.github.streamlifecycle.examples.replay;

import java.util.OptionalInt;

/** The failure of a call to anything but LiveKit's API, as a recording keeps it. */
public final class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status; 0 without one. */
    private final int status;

    CallFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /**
     * Returns the HTTP status of the answer.
     *
     * @return the status; empty if there was no answer
     */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }
}
