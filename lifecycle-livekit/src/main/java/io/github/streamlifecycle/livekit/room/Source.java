package io.github.streamlifecycle.livekit.room;

/**
 * A source of observations of a room. The constants' order is part of what {@link RoomView#toBytes()} writes.
 *
 * @since 0.1.0
 */
public enum Source {
    /** LiveKit's webhooks: they tell who joined, left and published, 16 to 22 s after a drop; their absence proves nothing. */
    WEBHOOK,
    /** Lists of participants, asked for from time to time; they repair what webhooks lost. */
    POLLING,
    /** A hidden participant that looks at the media of the host; it sees a drop after a second. */
    MEDIA_WATCH,
    /** The word of the host, which it renews every second for as long as it publishes. */
    LEASE
}
