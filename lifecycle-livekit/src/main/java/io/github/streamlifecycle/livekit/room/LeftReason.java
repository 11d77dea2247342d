package io.github.streamlifecycle.livekit.room;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why a participant's stay in a room ended: LiveKit's {@code DisconnectReason}. What each one means for the participant is
 * its {@link Meaning}. The constants' order is part of what {@link RoomView#toBytes()} writes.
 *
 * @since 0.1.0
 */
public enum LeftReason {
    /** No reason was given, or one that this library does not know. */
    UNKNOWN_REASON(Meaning.LOST),
    /** The client left. */
    CLIENT_INITIATED(Meaning.LEFT),
    /** The same identity joined again; the stay that replaced this one goes on. */
    DUPLICATE_IDENTITY(Meaning.REPLACED),
    /** The server shuts down; clients connect again to another one. */
    SERVER_SHUTDOWN(Meaning.DOUBTFUL),
    /** An API call removed the participant. */
    PARTICIPANT_REMOVED(Meaning.LEFT),
    /** An API call deleted the room. */
    ROOM_DELETED(Meaning.LEFT),
    /** The server told the client to connect anew. */
    STATE_MISMATCH(Meaning.DOUBTFUL),
    /** The client did not get as far as being connected. */
    JOIN_FAILURE(Meaning.LOST),
    /** The participant moved to another node under the same sid. */
    MIGRATION(Meaning.STAYS),
    /** The signalling connection broke. */
    SIGNAL_CLOSE(Meaning.LOST),
    /** Everybody who keeps the room open has left it. */
    ROOM_CLOSED(Meaning.LEFT),
    /** A callee did not answer. */
    USER_UNAVAILABLE(Meaning.LEFT),
    /** A callee refused. */
    USER_REJECTED(Meaning.LEFT),
    /** A phone line failed. */
    SIP_TRUNK_FAILURE(Meaning.LOST),
    /** No packets came any more: a drop. */
    CONNECTION_TIMEOUT(Meaning.LOST),
    /** Media stopped for a reason of the client's. */
    MEDIA_FAILURE(Meaning.LOST),
    /** An agent failed. */
    AGENT_ERROR(Meaning.LOST);

    /** What the end of a stay says of the participant. The later constant outweighs the earlier one. */
    enum Meaning {
        /** Nothing: the stay goes on. */
        STAYS,
        /** Perhaps gone; clients come back from it by themselves. */
        DOUBTFUL,
        /** Still there, under a newer sid. */
        REPLACED,
        /** Gone without having said so. */
        LOST,
        /** Gone on purpose. */
        LEFT
    }

    private static final Map<String, LeftReason> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(LeftReason::name, Function.identity()));

    private final Meaning meaning;

    LeftReason(Meaning meaning) {
        this.meaning = meaning;
    }

    /**
     * The reason of a name in LiveKit's protocol.
     *
     * @param name such as {@code CONNECTION_TIMEOUT}
     * @return the reason; {@link #UNKNOWN_REASON} for a name that is not known, the empty one too
     */
    public static LeftReason named(String name) {
        return BY_NAME.getOrDefault(name, UNKNOWN_REASON);
    }

    Meaning meaning() {
        return meaning;
    }
}
