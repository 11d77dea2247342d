package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;

/**
 * Something that happened to an egress of a guarded room.
 *
 * @since 0.1.0
 */
public sealed interface RoomGuardEvent {
    /**
     * Returns the room.
     *
     * @return the room's name
     */
    String room();

    /**
     * Returns the egress.
     *
     * @return the egress id
     */
    String egressId();

    /**
     * The egress is guarded from now on.
     *
     * @param room the room's name
     * @param egressId the egress id
     * @param owner the participants without whom it has nothing to show
     */
    record Guarding(String room, String egressId, EgressOwner owner) implements RoomGuardEvent {}

    /**
     * The presence of the egress's host has changed.
     *
     * @param room the room's name
     * @param egressId the egress id
     * @param presence what it is now
     * @param evidence what is known of the host, and by which source
     */
    record HostChanged(String room, String egressId, Presence presence, Sighting evidence) implements RoomGuardEvent {}

    /**
     * The egress has lost its host and is being stopped.
     *
     * @param room the room's name
     * @param egressId the egress id
     * @param drop how it lost its host
     * @param evidence what is known of the host, and by which source
     */
    record StopDecided(String room, String egressId, Drop drop, Sighting evidence) implements RoomGuardEvent {}

    /**
     * A stop has ended. One that the server did not confirm is repeated for as long as the egress is seen to run and its
     * host is not back.
     *
     * @param room the room's name
     * @param egressId the egress id
     * @param drop how the egress lost its host
     * @param receipt how the stop ended
     * @param sinceDrop the time since the drop was noticed
     */
    record StopEnded(String room, String egressId, Drop drop, StopReceipt receipt, Duration sinceDrop)
            implements RoomGuardEvent {
        /**
         * Tests whether the egress may still be running without its host, in which case the stop is repeated.
         *
         * @return false if it has ended, or its host is back
         */
        public boolean mayStillRun() {
            return !receipt.isOver() && !(receipt instanceof StopReceipt.HostReturned);
        }
    }

    /**
     * A stop was given up since the host is back; the egress goes on, guarded.
     *
     * @param room the room's name
     * @param egressId the egress id
     */
    record StopWithdrawn(String room, String egressId) implements RoomGuardEvent {}

    /**
     * The egress has ended, or was told to end by somebody else, and is guarded no longer.
     *
     * @param room the room's name
     * @param egressId the egress id
     * @param by who ended it
     */
    record EgressEnded(String room, String egressId, EndedBy by) implements RoomGuardEvent {}

    /**
     * The host is back after its egress was stopped here: it publishes in a later stay or publishes another track, its media
     * flow again, or its lease was renewed. That a list still has it is not enough, since LiveKit lists for a while who has
     * crashed. Nothing is started again: that is the application's decision.
     *
     * @param room the room's name
     * @param egress the egress that was stopped
     * @param evidence what is known of the host, and by which source
     */
    record HostReturned(String room, EgressFacts egress, Sighting evidence) implements RoomGuardEvent {
        @Override
        public String egressId() {
            return egress.id();
        }
    }

    /** Who ended an egress. The constants' order is part of what {@link RoomGuard#toBytes()} writes. */
    enum EndedBy {
        /** This guard. */
        GUARD,
        /** The user, LiveKit itself, or another program. */
        OTHERS
    }
}
