package io.github.streamlifecycle.livekit.testkit;

/**
 * Trouble that those have who are connected to a room by LiveKit's signalling.
 *
 * @since 0.1.0
 */
public enum SignallingFault {
    /** The WebSocket is cut without a word. */
    CUT,
    /** The server asks them to leave, as one that is about to restart does, and closes the WebSocket. */
    LEAVE,
    /** The WebSocket stays open, and nothing is answered on it any more. */
    SILENCE
}
