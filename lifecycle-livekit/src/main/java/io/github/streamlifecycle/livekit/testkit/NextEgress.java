package io.github.streamlifecycle.livekit.testkit;

/**
 * What becomes of an egress that is started.
 *
 * @since 0.1.0
 */
public enum NextEgress {
    /** It becomes ACTIVE once something is published, and ends when it is stopped or its room ends. */
    HEALTHY,
    /** It never leaves STARTING by itself. */
    STUCK_STARTING,
    /** Its output cannot be reached: ACTIVE, then FAILED a second later. */
    OUTPUT_UNREACHABLE,
    /** Its worker dies once it is ACTIVE: the record stays ACTIVE for ever and every stop times out. */
    WORKER_DIES
}
