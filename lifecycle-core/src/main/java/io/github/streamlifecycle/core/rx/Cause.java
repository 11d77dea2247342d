package io.github.streamlifecycle.core.rx;

/**
 * Why a stop was decided.
 *
 * @since 0.1.0
 */
public enum Cause {
    /** The host was reported gone for certain, or gone at all where no grace period is set. */
    HOST_DOWN,
    /** The host was suspected gone and did not recover within the grace period. */
    GRACE_ELAPSED,
    /** The host was suspected gone so often that the flap budget was spent, though it recovered each time. */
    FLAPPING,
    /** The hosting feed completed or failed while the host was up: nobody can see the host any longer. */
    FEED_ENDED
}
