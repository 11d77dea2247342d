package io.github.streamlifecycle.livekit.server.rooms.simulation;

/**
 * Something that must not happen.
 *
 * @param sort the promise that it breaks
 * @param what what happened
 */
record Flaw(Sort sort, String what) {
    /** The promises, by how they are broken. */
    enum Sort {
        /** Media run without a host for longer than the bound. */
        ORPHAN,
        /** A stop although a source has seen the host since it last came. */
        WRONGFUL,
        /** A stop of a host that has not been gone for its grace period. */
        TOO_EARLY,
        /** A stop of an egress that never had its host. */
        BEFORE_HOSTING,
        /** A stop of an egress that was to be left alone. */
        NOT_OURS,
        /** A stop that was begun after the process was told that the egress ends. */
        AFTER_THE_END,
        /** A stop after one that was accepted, or while one is on its way. */
        DOUBLE,
        /** A stop that was begun by a process that was told to end before. */
        AFTER_CLOSING,
        /** A host that is said to be back and has not published since its egress was stopped. */
        NOT_BACK,
        /** Code that threw. */
        BROKEN
    }
}
