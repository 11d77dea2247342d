package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The replicas that guard together with this one, as far as operators see them. */
public interface Replicas {
    /** How a replica is reached from this one. */
    enum Reach {
        /** It is this one. */
        HERE,
        /** It answers. */
        REACHED,
        /** It does not answer, and may be down or behind a cut. */
        OUT_OF_REACH
    }

    /**
     * A replica.
     *
     * @param address the address at which the others reach it
     * @param status how far it has come, such as {@code up} or {@code leaving}
     * @param reach how it is reached from here
     * @param rooms the number of rooms that it guards
     */
    record Member(String address, String status, Reach reach, int rooms) {}

    /**
     * All replicas at one moment.
     *
     * @param members the replicas by address
     * @param arrived the rooms that have moved to this one since it started
     * @param departed the rooms that have moved away from it
     */
    record View(List<Member> members, long arrived, long departed) {
        /**
         * Keeps a copy.
         *
         * @param members the replicas by address
         * @param arrived the rooms that have moved to this one
         * @param departed the rooms that have moved away from it
         */
        public View {
            members = List.copyOf(members);
        }

        /**
         * Tests whether a part of the replicas does not answer.
         *
         * @return true if at least one is out of reach
         */
        public boolean isParted() {
            return members.stream().anyMatch(member -> member.reach() == Reach.OUT_OF_REACH);
        }
    }

    /**
     * Returns the rooms of all replicas, those of others as they were up to a few seconds ago.
     *
     * @return a snapshot
     */
    List<RoomGuard> rooms();

    /**
     * Returns the replica that guards a room.
     *
     * @param room the room's name
     * @return its address; empty if the room is not guarded, or that is not known here
     */
    Optional<String> replicaOf(String room);

    /**
     * Returns the replicas.
     *
     * @return a snapshot
     */
    View view();

    /**
     * Tells the others of an event.
     *
     * @param event the event, as JSON
     */
    void share(String event);

    /**
     * Listens for the events that others share.
     *
     * @param listener told each of them; should return at once
     */
    void listen(Consumer<String> listener);
}
