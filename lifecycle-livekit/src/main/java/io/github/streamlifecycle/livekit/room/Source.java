package io.github.streamlifecycle.livekit.room;

/**
 * A source of observations of a room. The order of the constants is part of what {@link RoomView#toBytes()} writes.
 *
 * @since 0.1.0
 */
public enum Source {
    /**
     * LiveKit's webhooks: they report joins, leaves and tracks, a drop after 16 to 22 s; their absence proves nothing.
     */
    WEBHOOK,
    /** Lists of participants, asked for from time to time; they repair what webhooks lost. */
    POLLING,
    /** A hidden participant that looks at the media of the host; it sees a drop after a second. */
    MEDIA_WATCH,
    /** A host's own word that it publishes, which it renews every second. */
    LEASE
}
