package io.github.streamlifecycle.livekit.testkit;

/**
 * What becomes of an egress that is started.
 *
 * @since 0.1.0
 */
public enum NextEgress {
    /** It becomes ACTIVE once there is something to record, and ends when it is stopped or what it records ends. */
    HEALTHY,
    /** It never leaves STARTING by itself. */
    STUCK_STARTING,
    /** Its output cannot be reached: ACTIVE, then FAILED a second later. */
    OUTPUT_UNREACHABLE,
    /** It becomes LIMIT_REACHED ten seconds after ACTIVE. */
    LIMIT_REACHED,
    /** Its upload takes long: it is ENDING for a minute. */
    SLOW_UPLOAD,
    /** Its worker is gone once it is ENDING, while its record says so for ten more seconds: another stop is a 412. */
    GONE_WHILE_ENDING,
    /** Its worker dies once it is ACTIVE: the record stays ACTIVE for ever and every stop times out. */
    WORKER_DIES
}
