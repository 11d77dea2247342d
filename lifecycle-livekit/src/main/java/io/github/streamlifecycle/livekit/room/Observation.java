package io.github.streamlifecycle.livekit.room;

import java.util.List;
import java.util.Objects;

/**
 * A statement of a {@link Source} about a room; a {@link RoomView} is made of nothing else.
 *
 * <p>Observations may come late, twice, in any order or not at all, and need no id of their own: each is a fact about a
 * moment, and a {@link RoomView} only adds facts up. A mapping from a source has to get the moment right:
 *
 * <table>
 *   <caption>Observations by source</caption>
 *   <tr><th>source<th>says<th>{@link Origin#atMillis}
 *   <tr><td>webhook<td>{@link RoomStarted}, {@link RoomFinished}, {@link Joined}, {@link Left}, {@link Aborted},
 *       {@link TrackPublished}, {@link TrackUnpublished}<td>the event's {@code createdAt}, which counts whole seconds
 *   <tr><td>polling<td>{@link Listed}, {@link Blind} for a poll that failed<td>before the call was made
 *   <tr><td>media watch<td>{@link Media} at every change and once after each {@link Blind}, and once more for media that
 *   flow right before it; {@link Blind},
 *   {@link Sees}; what the server tells participants may be reported in the same form as by a webhook<td>when it was
 *   noticed
 *   <tr><td>lease<td>{@link Lease}, {@link LeaseMediaDown}; {@link Blind} after its receiver started and while it is out of
 *       reach, {@link Sees}<td>when it was noticed, by the receiver's clock
 * </table>
 *
 * <p>The clocks of LiveKit's server and of ours have to agree within {@value RoomView#CLOCK_SKEW_MILLIS} ms.
 *
 * @since 0.1.0
 */
public sealed interface Observation {
    /**
     * Returns the origin of this observation.
     *
     * @return the source, the room and the time
     */
    Origin origin();

    /**
     * Returns this observation as bytes. The format is stable across releases.
     *
     * @return the bytes for {@link #fromBytes}
     */
    default byte[] toBytes() {
        return ObservationBytes.write(this);
    }

    /**
     * Restores the observation that {@link #toBytes()} wrote.
     *
     * @param bytes the bytes that {@link #toBytes()} returned
     * @return the observation
     * @throws IllegalArgumentException if the bytes are something else, or of an unknown version
     */
    static Observation fromBytes(byte[] bytes) {
        return ObservationBytes.read(bytes);
    }

    /**
     * The source, the room and the time of an observation.
     *
     * @param source the source that reports it
     * @param room the room that it is about
     * @param atMillis the time when it happened, in milliseconds since the epoch, by the clock that the table of
     *     {@link Observation} names
     */
    record Origin(Source source, RoomKey room, long atMillis) {
        /**
         * Checks the origin.
         *
         * @param source the source that reports it
         * @param room the room that it is about
         * @param atMillis the time when it happened
         * @throws IllegalArgumentException if the time is not after the epoch
         */
        public Origin {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(room, "room");
            if (atMillis <= 0) {
                throw new IllegalArgumentException("an observation needs a time after the epoch: " + atMillis);
            }
        }
    }

    /**
     * The room was created.
     *
     * @param origin the source, the room and the time
     */
    record RoomStarted(Origin origin) implements Observation {}

    /**
     * The room is over, and so are all stays in it.
     *
     * @param origin the source, the room and the time
     */
    record RoomFinished(Origin origin) implements Observation {}

    /**
     * A participant is connected.
     *
     * @param origin the source, the room and the time
     * @param participant the participant
     */
    record Joined(Origin origin, RoomParticipant participant) implements Observation {}

    /**
     * A participant's stay is over. It proves that there was one.
     *
     * @param origin the source, the room and the time
     * @param participant the participant, as it was
     * @param reason the reason that LiveKit gives
     */
    record Left(Origin origin, RoomParticipant participant, LeftReason reason) implements Observation {}

    /**
     * A participant never got as far as being connected ({@code participant_connection_aborted}).
     *
     * @param origin the source, the room and the time
     * @param participant the participant
     */
    record Aborted(Origin origin, RoomParticipant participant) implements Observation {}

    /**
     * A participant publishes a track.
     *
     * @param origin the source, the room and the time
     * @param participant the participant
     * @param trackSid the track's sid ({@code TR_...})
     */
    record TrackPublished(Origin origin, ParticipantKey participant, String trackSid) implements Observation {}

    /**
     * A participant no longer publishes a track.
     *
     * @param origin the source, the room and the time
     * @param participant the participant
     * @param trackSid the track's sid ({@code TR_...})
     */
    record TrackUnpublished(Origin origin, ParticipantKey participant, String trackSid) implements Observation {}

    /**
     * A list of all the room's participants. One that is missing is suspected to be gone, and is gone if the next list
     * lacks it too. A list that also names the room's id and creation reveals a new room whose webhooks were lost.
     *
     * @param origin the source, the room and the time
     * @param participants all but those whose state is DISCONNECTED; none for a room that does not exist
     */
    record Listed(Origin origin, List<RoomParticipant> participants) implements Observation {
        /**
         * Keeps a copy of the list.
         *
         * @param origin the source, the room and the time
         * @param participants the participants
         */
        public Listed {
            participants = List.copyOf(participants);
        }
    }

    /**
     * The sign that a watch reads from a participant's media.
     *
     * @param origin the source, the room and the time
     * @param participant the participant
     * @param sign the sign
     */
    record Media(Origin origin, ParticipantKey participant, MediaSign sign) implements Observation {}

    /**
     * The state of a host's lease.
     *
     * @param origin the source, the room and the time
     * @param identity the host's identity, from the credential of the lease
     * @param sign the state of the lease; {@link LeaseMediaDown} is for MEDIA_DOWN with its reason
     */
    record Lease(Origin origin, String identity, LeaseSign sign) implements Observation {}

    /**
     * The host reports by its lease that its media do not get out.
     *
     * @param origin the source, the room and the time
     * @param identity the host's identity, from the credential of the lease
     * @param reason the host's own words about it, for logs; cut off after {@value #LONGEST_REASON} characters
     */
    record LeaseMediaDown(Origin origin, String identity, String reason) implements Observation {
        /** The number of characters of a reason that are kept. */
        public static final int LONGEST_REASON = 64;

        /**
         * Cuts the reason off.
         *
         * @param origin the source, the room and the time
         * @param identity the host's identity
         * @param reason the host's own words about it
         */
        public LeaseMediaDown {
            reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        }
    }

    /**
     * The source sees nothing of this room: disconnected, restarting, refused, failing. The earlier signs of a watch or
     * a lease no longer hold, except a goodbye; the reports of webhooks and lists are facts and stay.
     *
     * @param origin the source, the room and the time since when
     * @param why a description of the trouble, for logs
     */
    record Blind(Origin origin, String why) implements Observation {}

    /**
     * The source sees again. Any other observation of the source implies this.
     *
     * @param origin the source, the room and the time since when
     */
    record Sees(Origin origin) implements Observation {}
}
