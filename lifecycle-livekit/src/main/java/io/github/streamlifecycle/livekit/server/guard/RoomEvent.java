package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.util.List;

/**
 * Everything that happens to a room. Events may come late, twice, in any order or not at all.
 *
 * @since 0.1.0
 */
public sealed interface RoomEvent {
    /**
     * A source has said something of the room.
     *
     * @param observation what it said
     */
    record Observed(Observation observation) implements RoomEvent {}

    /**
     * A webhook has told of an egress of this room.
     *
     * @param egress the egress
     */
    record EgressSeen(EgressFacts egress) implements RoomEvent {}

    /**
     * All running egress were listed, and these are the room's.
     *
     * @param askedAtMillis when they were asked for, in milliseconds since the epoch
     * @param running the room's egress; those that have to be left alone are not among them
     */
    record Swept(long askedAtMillis, List<EgressFacts> running) implements RoomEvent {
        /**
         * Keeps a copy.
         *
         * @param askedAtMillis when they were asked for
         * @param running the room's egress
         */
        public Swept {
            running = List.copyOf(running);
        }
    }

    /**
     * A stop that {@link Effect.Stop} asked for has ended.
     *
     * @param egressId the egress
     * @param receipt how it ended
     */
    record StopEnded(String egressId, StopReceipt receipt) implements RoomEvent {}

    /** The time that {@link Effect.WaitUntil} named has come. */
    record TimeCame() implements RoomEvent {}

    /** The guard was read from a store: the first event of one that was. */
    record Restored() implements RoomEvent {}
}
