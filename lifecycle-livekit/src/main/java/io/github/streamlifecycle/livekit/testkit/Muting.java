package io.github.streamlifecycle.livekit.testkit;

/** Whether what is published is heard and seen. */
enum Muting {
    MUTED,
    UNMUTED
}
