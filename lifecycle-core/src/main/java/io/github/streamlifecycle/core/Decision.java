package io.github.streamlifecycle.core;

/**
 * What the caller of an {@link EdgeTriggeredStopper} has to do now.
 *
 * @since 0.1.0
 */
public enum Decision {
    /** Nothing. */
    NONE,
    /** Wait for the grace period, then tell {@link Signal#GRACE_ELAPSED}. */
    START_GRACE,
    /** Forget the grace period that was started: it must not be reported as elapsed any more. */
    CANCEL_GRACE,
    /** Stop the stream. A grace period that was started is over with it. */
    STOP
}
