package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.room.Reason;
import java.util.Optional;

/**
 * The ways in which an egress can lose its host. The first four have a grace period each. The constants' order is part of
 * what {@link RoomGuard#toBytes()} writes.
 *
 * @since 0.1.0
 */
public enum Drop {
    /** The host left, was removed or said goodbye, or its room is over. */
    CLEAN_LEAVE,
    /** LiveKit lost the host's connection, or no longer lists the host. */
    CONNECTION_LOST,
    /** A watch in the room no longer receives the host's media. */
    MEDIA_STALLED,
    /** The host no longer renews its lease, or says that its media do not get out. */
    LEASE_SILENT,
    /** The host is connected and has published nothing for longer than the idle limit. */
    IDLE,
    /** The host dropped too often, though it came back each time. */
    FLAPPING,
    /** Two reads of the room, at least the orphan limit apart, showed no host. */
    ORPHAN;

    /** Tests whether this drop is waited out for a grace period of its own. */
    boolean hasGrace() {
        return compareTo(LEASE_SILENT) <= 0;
    }

    /** Returns the drop that a fact about a host is; empty if it speaks for the host, or there is none. */
    static Optional<Drop> of(Reason reason) {
        return switch (reason) {
            case NOTHING_KNOWN, RULE_FAILED, CONNECTED, PUBLISHES, JOINED_AGAIN, MEDIA_FLOWS, LEASE_RENEWED ->
                Optional.empty();
            case MEDIA_STALLED, QUALITY_LOST -> Optional.of(MEDIA_STALLED);
            case LEASE_SILENT, LEASE_SOCKET_CLOSED, LEASE_MEDIA_DOWN -> Optional.of(LEASE_SILENT);
            case HAS_TO_RECONNECT, CONNECTION_LOST, NOT_LISTED -> Optional.of(CONNECTION_LOST);
            case LEFT, ROOM_FINISHED, GOODBYE -> Optional.of(CLEAN_LEAVE);
        };
    }
}
