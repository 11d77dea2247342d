package io.github.streamlifecycle.livekit.presence;

/**
 * The state of a peer connection: the W3C's {@code RTCPeerConnectionState}.
 *
 * @since 0.1.0
 */
public enum ConnectionState {
    /** Nothing happened yet. */
    NEW,
    /** ICE or DTLS is under way. */
    CONNECTING,
    /** ICE and DTLS are up. */
    CONNECTED,
    /** ICE has lost the peer and goes on trying. */
    DISCONNECTED,
    /** ICE or DTLS gave up. In libwebrtc it can still heal, by itself or by an ICE restart. */
    FAILED,
    /** The connection's own {@code close()} was called. */
    CLOSED
}
