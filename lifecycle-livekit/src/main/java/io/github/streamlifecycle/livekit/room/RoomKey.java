package io.github.streamlifecycle.livekit.room;

import java.util.Objects;

/**
 * A room as an observation names it. Names are used again, ids never: the same name with another id is another room.
 *
 * @param name the room's name
 * @param id the room's id ({@code RM_...}), or the empty string where the source does not tell it
 * @param createdAtMillis when LiveKit created the room, in milliseconds since the epoch; 0 where the source does not tell it
 * @since 0.1.0
 */
public record RoomKey(String name, String id, long createdAtMillis) {
    /**
     * Checks the key.
     *
     * @param name the room's name
     * @param id the room's id, or the empty string
     * @param createdAtMillis when LiveKit created the room, or 0
     * @throws IllegalArgumentException if the name is empty or the time is negative
     */
    public RoomKey {
        Objects.requireNonNull(id, "id");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a room needs a name, id: \"" + id + "\"");
        }
        if (createdAtMillis < 0) {
            throw new IllegalArgumentException("room created before the epoch: " + createdAtMillis);
        }
    }

    /**
     * A room of which only the name is known, as by a lease or a list of participants.
     *
     * @param name the room's name
     * @return the key
     */
    public static RoomKey named(String name) {
        return new RoomKey(name, "", 0);
    }
}
