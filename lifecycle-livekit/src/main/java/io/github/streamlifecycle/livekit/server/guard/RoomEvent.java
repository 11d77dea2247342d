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
     * Tests whether a room is guarded from this event on, if it was not before.
     *
     * @return true for an egress that runs or is about to; one that is over is no reason to begin
     */
    default boolean isReasonToGuard() {
        return false;
    }

    /** The number of bytes up to which an event is read: 256 KiB. */
    int MOST_BYTES = 256 * 1_024;

    /**
     * Writes this event down, for a guard in another process. The format is stable across releases.
     *
     * @return bytes for {@link #fromBytes}; more than {@link #MOST_BYTES} are not read
     */
    default byte[] toBytes() {
        return EventBytes.write(this);
    }

    /**
     * Returns the event that {@link #toBytes()} wrote down.
     *
     * @param bytes from {@link #toBytes()}
     * @return the event
     * @throws IllegalArgumentException if the bytes are too many, something else, or of a version that is not known
     */
    static RoomEvent fromBytes(byte[] bytes) {
        return EventBytes.read(bytes);
    }

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
    record EgressSeen(EgressFacts egress) implements RoomEvent {
        @Override
        public boolean isReasonToGuard() {
            return !egress.isEnding();
        }
    }

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

        @Override
        public boolean isReasonToGuard() {
            return !running.isEmpty();
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
