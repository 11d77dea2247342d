package io.github.streamlifecycle.livekit.server.guard;

/**
 * Something that a {@link RoomGuard} asks for. Whoever runs it carries effects out in order, stops before anything slow.
 *
 * @since 0.1.0
 */
public sealed interface Effect {
    /**
     * Stop an egress and confirm that it ended, and report {@link RoomEvent.StopEnded}. To be withdrawn, as long as the
     * server has not accepted it, once {@link RoomGuard#isStopWanted} says so.
     *
     * @param egressId the egress
     */
    record Stop(String egressId) implements Effect {}

    /**
     * Report {@link RoomEvent.TimeCame} at this time, and no longer at one that was asked for before.
     *
     * @param atMillis the time, in milliseconds since the epoch
     */
    record WaitUntil(long atMillis) implements Effect {}

    /** Watch the room: its media, if there is a watch, and its list of participants from time to time. */
    record Watch() implements Effect {}

    /** Watch the room no longer. */
    record StopWatching() implements Effect {}

    /** Read the list of participants now. */
    record Read() implements Effect {}

    /**
     * Tell those who listen.
     *
     * @param event what happened
     */
    record Tell(RoomGuardEvent event) implements Effect {}
}
