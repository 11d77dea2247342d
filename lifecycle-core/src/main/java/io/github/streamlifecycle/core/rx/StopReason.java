package io.github.streamlifecycle.core.rx;

/**
 * The kind of fall that led to a stop.
 *
 * @since 0.1.0
 */
public enum StopReason {
    /** The host was reported definitely gone, or was suspected gone while no grace period is set. */
    HOST_DOWN,
    /** The host was suspected gone and did not recover within the grace period. */
    GRACE_ELAPSED,
    /** The host was suspected gone so often that the flap budget was spent, although it recovered each time. */
    FLAPPING,
    /** The hosting feed completed or failed while the host was up, so the host can no longer be seen. */
    FEED_ENDED
}
