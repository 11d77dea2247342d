package io.github.streamlifecycle.livekit.events;

/**
 * The party or rule that wants an egress stopped.
 *
 * @since 0.1.0
 */
public enum StopCause {
    /** The host's publish fell. */
    HOST_DROP,
    /** The user stopped the stream. */
    USER,
    /** The egress was STARTING for longer than its start limit. */
    START_LIMIT,
    /** Another egress is about to be started in its room. */
    TAKE_OVER
}
