package io.github.streamlifecycle.livekit.room;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The reason why a participant's stay in a room ended: LiveKit's {@code DisconnectReason}, with its {@link Meaning} for
 * the participant. The order of the constants is part of what {@link RoomView#toBytes()} writes.
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
    /** All participants that keep the room open have left it. */
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

    /** The meaning of a stay's end for its participant. A later constant outweighs an earlier one. */
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
     * Returns the reason with a name in LiveKit's protocol.
     *
     * @param name the name, such as {@code CONNECTION_TIMEOUT}
     * @return the reason; {@link #UNKNOWN_REASON} for a name that is not known, the empty one too
     */
    public static LeftReason named(String name) {
        return BY_NAME.getOrDefault(name, UNKNOWN_REASON);
    }

    Meaning meaning() {
        return meaning;
    }
}
