package io.github.streamlifecycle.core;

/**
 * What an {@link EdgeTriggeredStopper} can be told.
 *
 * @since 0.1.0
 */
public enum Signal {
    /** The host is seen publishing. */
    HOSTING_UP,
    /** The host may be gone: an ambiguous sign that can recover, such as ICE {@code disconnected}. */
    HOSTING_SUSPECT,
    /** The host is gone for certain: it left, failed or was closed. */
    HOSTING_DOWN,
    /** The grace period asked for by {@link Decision#START_GRACE} is over and was not cancelled. */
    GRACE_ELAPSED,
    /** A stream runs, or its start has been requested. */
    STREAMING_ON,
    /** No stream runs: it ended, or the user stopped it. */
    STREAMING_OFF,
    /** The stop asked for by {@link Decision#STOP} was not carried out; the stream may still run. */
    STOP_FAILED
}
