package io.github.streamlifecycle.livekit.room;

/**
 * The latest proof by the server or a watch that a person publishes or has published.
 *
 * @param atMillis a moment of the stay that published: when it began, if that is known, else when it was proved; 0 if
 *     nothing was proved
 * @param roomId the id of the room that the stay was in; empty where the source does not tell it
 */
record Publication(long atMillis, String roomId) {
    static final Publication NONE = new Publication(0, "");

    Publication later(Publication other) {
        int order = Long.compare(atMillis, other.atMillis);
        return order > 0 || (order == 0 && roomId.compareTo(other.roomId) >= 0) ? this : other;
    }
}
