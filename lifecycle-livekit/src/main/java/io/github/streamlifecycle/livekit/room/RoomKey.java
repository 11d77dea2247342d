package io.github.streamlifecycle.livekit.room;

import java.util.Objects;

/**
 * The key of a room, as an observation names it. Names are reused, ids never: the same name with another id is another
 * room.
 *
 * @param name the room's name
 * @param id the room's id ({@code RM_...}), or the empty string where the source does not tell it
 * @param createdAtMillis the time when LiveKit created the room, in milliseconds since the epoch; 0 where the source
 *     does not tell it
 * @since 0.1.0
 */
public record RoomKey(String name, String id, long createdAtMillis) {
    /**
     * Checks the key.
     *
     * @param name the room's name
     * @param id the room's id, or the empty string
     * @param createdAtMillis the time when LiveKit created the room, or 0
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
     * Returns the key of a room of which only the name is known, such as from a lease or a list of participants.
     *
     * @param name the room's name
     * @return the key
     */
    public static RoomKey named(String name) {
        return new RoomKey(name, "", 0);
    }
}
