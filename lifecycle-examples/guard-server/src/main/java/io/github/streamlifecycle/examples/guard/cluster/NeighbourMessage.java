package io.github.streamlifecycle.examples.guard.cluster;

import java.util.List;
import java.util.Map;

/** A message to the {@link Neighbours} of a replica. */
interface NeighbourMessage {
    /**
     * A replica tells of the rooms that it guards.
     *
     * @param replica its address
     * @param changed the guards of rooms that are new or have changed, written down, by the room's name
     * @param gone the rooms that it guards no longer
     */
    record RoomsAt(String replica, Map<String, byte[]> changed, List<String> gone) implements NeighbourMessage, Sent {
        public RoomsAt {
            changed = Map.copyOf(changed);
            gone = List.copyOf(gone);
        }
    }

    /**
     * A room is guarded from now on, or at another replica: whoever hears leases of its hosts is to say so.
     *
     * @param room the room's name
     */
    record Began(String room) implements NeighbourMessage, Sent {}

    /**
     * A replica that stood still asks whether it is still a member.
     *
     * @param replica its address
     * @param doubt the number of its question
     */
    record AmIThere(String replica, long doubt) implements NeighbourMessage, Sent {}

    /**
     * The answer of a replica for which the other is a member; where it is not, there is none.
     *
     * @param replica the address of the one that answers
     * @param doubt the number of the question
     */
    record YouAreThere(String replica, long doubt) implements NeighbourMessage, Sent {}

    /**
     * A replica tells the consoles of the others of an event.
     *
     * @param event the event, as JSON
     */
    record Shared(String event) implements NeighbourMessage, Sent {}
}
