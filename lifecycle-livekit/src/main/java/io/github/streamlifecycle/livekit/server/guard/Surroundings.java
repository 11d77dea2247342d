package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.room.Sighting;
import java.util.stream.Stream;

/** What the step of an egress's guard needs of its room. */
interface Surroundings {
    String name();

    GuardRules rules();

    long nowMillis();

    /** Whether the room has to be read before a drop may be acted on. */
    boolean isUnread();

    /** Returns each of the hosts of an egress, as far as they are known. */
    Stream<Sighting> hosts(EgressFacts egress);

    /** Whether somebody has published since a moment, by a sign that nobody gives who was gone by then. */
    boolean hasPublishedSince(String identity, long millis);

    void ask(Effect effect);

    default void tell(RoomGuardEvent event) {
        ask(new Effect.Tell(event));
    }
}
