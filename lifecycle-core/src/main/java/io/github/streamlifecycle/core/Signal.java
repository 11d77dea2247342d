package io.github.streamlifecycle.core;

/**
 * An event reported to an {@link EdgeTriggeredStopper}.
 *
 * @since 0.1.0
 */
public enum Signal {
    /** The host is seen publishing. */
    HOSTING_UP,
    /** The host may be gone: an ambiguous sign that can recover, such as ICE {@code disconnected}. */
    HOSTING_SUSPECT,
    /** The host is definitely gone: it left, failed for good or was closed. */
    HOSTING_DOWN,
    /** The grace period requested by {@link Decision#START_GRACE} is over and was not cancelled. */
    GRACE_ELAPSED,
    /** A stream is running, or its start has been requested. */
    STREAMING_ON,
    /** No stream is running: it ended, or the user stopped it. */
    STREAMING_OFF,
    /** The stop requested by {@link Decision#STOP} failed; the stream may still be running. */
    STOP_FAILED,
    /** The stop requested by {@link Decision#STOP} was given up because the host is back; the stream goes on. */
    STOP_WITHDRAWN
}
