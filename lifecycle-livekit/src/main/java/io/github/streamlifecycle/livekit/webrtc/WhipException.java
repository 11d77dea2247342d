package io.github.streamlifecycle.livekit.webrtc;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A failure to publish over WHIP. Its text contains neither the token nor the path of the endpoint.
 *
 * @since 0.1.0
 */
public final class WhipException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Kind {
        /** The server was not reached, or the connection was cut. */
        UNREACHABLE,
        /** The server answered with an error. */
        REFUSED,
        /** The server answered with something that is not WHIP. */
        MALFORMED,
        /** The offer or the answer could not be made or applied. */
        NEGOTIATION,
        /** No connection came about in time. */
        TIMEOUT
    }

    /** The kind of failure. */
    private final Kind kind;

    /** The HTTP status; 0 without one. */
    private final int status;

    WhipException(Kind kind, int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
    }

    WhipException(Kind kind, String message) {
        this(kind, 0, message, null);
    }

    /**
     * Returns the kind of failure.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the HTTP status of a server that refused.
     *
     * @return the status; empty if there is none
     */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }
}
