package io.github.streamlifecycle.livekit.egress;

/**
 * The kinds of egress that LiveKit has a request of its own for.
 *
 * @since 0.1.0
 */
public enum EgressKind {
    /** A {@code RoomCompositeEgressRequest}: the whole room as one picture. */
    ROOM_COMPOSITE,
    /** A {@code WebEgressRequest}: a web page, in no room. */
    WEB,
    /** A {@code ParticipantEgressRequest}: camera and microphone of one participant. */
    PARTICIPANT,
    /** A {@code TrackCompositeEgressRequest}: one audio and one video track. */
    TRACK_COMPOSITE,
    /** A {@code TrackEgressRequest}: one track as it was published. */
    TRACK
}
