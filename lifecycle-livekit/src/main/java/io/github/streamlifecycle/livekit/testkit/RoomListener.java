package io.github.streamlifecycle.livekit.testkit;

import livekit.LivekitModels.ConnectionQuality;

/** Who wants to know what happens in rooms, as soon as its webhook is on the way. */
interface RoomListener {
    /** Something of a participant is another: it joined, left, or what it publishes has changed. */
    default void changed(Room room, Participant participant) {}

    default void quality(Room room, Participant participant, ConnectionQuality quality) {}

    default void published(Room room) {}

    default void unpublished(Room room) {}

    default void left(Room room, Participant participant) {}

    default void finished(Room room) {}
}
