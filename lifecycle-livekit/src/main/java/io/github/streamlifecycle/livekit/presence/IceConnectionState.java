package io.github.streamlifecycle.livekit.presence;

/**
 * The state of an ICE transport: the W3C's {@code RTCIceConnectionState}.
 *
 * @since 0.1.0
 */
public enum IceConnectionState {
    /** Nothing happened yet. */
    NEW,
    /** Candidate pairs are being checked; none works yet. */
    CHECKING,
    /** A pair works. */
    CONNECTED,
    /** A pair works and no better one is looked for. */
    COMPLETED,
    /** Checks stay unanswered; it may recover. */
    DISCONNECTED,
    /** No pair works any more. */
    FAILED,
    /** The connection's own {@code close()} was called. */
    CLOSED
}
