package io.github.streamlifecycle.livekit.testkit;

/** Who wants to know what happens in rooms, as soon as its webhook is on the way. */
interface RoomListener {
    default void published(Room room) {}

    default void unpublished(Room room) {}

    default void left(Room room, Participant participant) {}

    default void finished(Room room) {}
}
