package io.github.streamlifecycle.livekit.room;

/**
 * The fact that decided what is known of a host.
 *
 * @since 0.1.0
 */
public enum Reason {
    /** There is no fact. */
    NOTHING_KNOWN,
    /** The application's {@link HostRule} threw when it was asked. */
    RULE_FAILED,
    /** It is connected and publishes nothing now, or has not published yet. */
    CONNECTED,
    /** It is connected and publishes tracks. */
    PUBLISHES,
    /** It joined again under a new sid, of which nothing else is known yet. */
    JOINED_AGAIN,
    /** A watch receives its media. */
    MEDIA_FLOWS,
    /** It renews its lease. */
    LEASE_RENEWED,
    /** A watch no longer receives its media. */
    MEDIA_STALLED,
    /** LiveKit calls its connection LOST. */
    QUALITY_LOST,
    /** Its lease was not renewed in time. */
    LEASE_SILENT,
    /** The connection that carried its lease closed without a goodbye. */
    LEASE_SOCKET_CLOSED,
    /** It said by its lease that its media do not get out. */
    LEASE_MEDIA_DOWN,
    /** The server told it to connect again, and it has not yet. */
    HAS_TO_RECONNECT,
    /** It left, or was removed. */
    LEFT,
    /** LiveKit lost its connection. */
    CONNECTION_LOST,
    /** It is missing in the latest list of the room's participants, or in the two latest. */
    NOT_LISTED,
    /** The room is over, or there is another one of its name. */
    ROOM_FINISHED,
    /** It said goodbye by its lease. */
    GOODBYE
}
