package io.github.streamlifecycle.livekit.presence;

/**
 * The state of a DTLS transport: the W3C's {@code RTCDtlsTransportState}.
 *
 * @since 0.1.0
 */
public enum DtlsState {
    /** Nothing happened yet. */
    NEW,
    /** The handshake is under way. */
    CONNECTING,
    /** The transport is encrypted and works. */
    CONNECTED,
    /** The peer said goodbye, or the connection's own {@code close()} was called. */
    CLOSED,
    /** The handshake failed, or the transport broke. */
    FAILED
}
