package io.github.streamlifecycle.livekit.room;

/**
 * The sign that a media watch reads from a participant's media. The order of the constants is part of what
 * {@link RoomView#toBytes()} writes; of two signs at the same moment the later constant counts.
 *
 * @since 0.1.0
 */
public enum MediaSign {
    /**
     * No sign: nothing is published, everything is muted, a picture stands still, or there was no cadence to judge by.
     */
    NO_SIGN,
    /** Packets arrive in the cadence that the tracks have shown lately. */
    FLOWS,
    /** All unmuted tracks that had a cadence are silent. */
    STALLED,
    /** LiveKit calls the participant's connection quality LOST. */
    QUALITY_LOST
}
