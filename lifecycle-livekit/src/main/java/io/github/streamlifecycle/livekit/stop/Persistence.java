package io.github.streamlifecycle.livekit.stop;

/** The reaction to a stop that the server did not confirm. */
public enum Persistence {
    /** The guard ends and says that the egress may still be running. */
    GIVES_UP,
    /** The guard stops again until the end is confirmed. */
    UNTIL_CONFIRMED
}
