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
     * A replica tells the consoles of the others of an event.
     *
     * @param event the event, as JSON
     */
    record Shared(String event) implements NeighbourMessage, Sent {}
}
