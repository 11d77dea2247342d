package io.github.streamlifecycle.livekit.room;

/**
 * What a media watch makes of a participant's media. The constants' order is part of what {@link RoomView#toBytes()}
 * writes; at one and the same moment the later constant outweighs the earlier one.
 *
 * @since 0.1.0
 */
public enum MediaSign {
    /** Neither: nothing is published or everything is muted, a picture stands still, or there was no cadence to judge by. */
    NO_SIGN,
    /** Packets arrive in the cadence that the tracks have shown lately. */
    FLOWS,
    /** All unmuted tracks that had a cadence are silent. */
    STALLED,
    /** LiveKit calls the participant's connection quality LOST. */
    QUALITY_LOST
}
