package io.github.streamlifecycle.core;

/**
 * The action that an {@link EdgeTriggeredStopper} asks its caller to take.
 *
 * @since 0.1.0
 */
public enum Decision {
    /** Nothing to do. */
    NONE,
    /**
     * Wait for the grace period, then report {@link Signal#GRACE_ELAPSED}. A grace period of zero is over at once:
     * report it without waiting.
     */
    START_GRACE,
    /** Abandon the grace period that was started: it must no longer be reported as elapsed. */
    CANCEL_GRACE,
    /** Stop the stream. This also ends a grace period that was started. */
    STOP
}
