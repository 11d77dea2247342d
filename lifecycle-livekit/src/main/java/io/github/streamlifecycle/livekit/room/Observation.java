package io.github.streamlifecycle.livekit.room;

import java.util.List;
import java.util.Objects;

/**
 * Something that a {@link Source} says of a room; a {@link RoomView} is made of nothing else.
 *
 * <p>Observations may come late, twice, in any order or not at all, and need no id of their own: every one is a fact about a
 * moment, and a {@link RoomView} only adds facts up. What a mapping from a source has to get right is the moment:
 *
 * <table>
 *   <caption>Observations by source</caption>
 *   <tr><th>source<th>says<th>{@link Origin#atMillis}
 *   <tr><td>webhook<td>{@link RoomStarted}, {@link RoomFinished}, {@link Joined}, {@link Left}, {@link Aborted},
 *       {@link TrackPublished}, {@link TrackUnpublished}<td>the event's {@code createdAt}, which counts whole seconds
 *   <tr><td>polling<td>{@link Listed}, {@link Blind} for a poll that failed<td>before the call was made
 *   <tr><td>media watch<td>{@link Media} at every change and once after each {@link Blind}; {@link Blind}, {@link Sees}; what
 *       the server tells those in the room may be said as a webhook says it<td>when it was noticed
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
     * Where and when it was seen.
     *
     * @return the origin
     */
    Origin origin();

    /**
     * Where and when something was seen.
     *
     * @param source the source that says it
     * @param room the room it is about
     * @param atMillis when it happened, in milliseconds since the epoch; {@link Observation} says by which clock
     */
    record Origin(Source source, RoomKey room, long atMillis) {
        /**
         * Checks the origin.
         *
         * @param source the source that says it
         * @param room the room it is about
         * @param atMillis when it happened
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
     * @param origin where and when
     */
    record RoomStarted(Origin origin) implements Observation {}

    /**
     * The room is over, and so is everybody's stay in it.
     *
     * @param origin where and when
     */
    record RoomFinished(Origin origin) implements Observation {}

    /**
     * A participant is connected.
     *
     * @param origin where and when
     * @param participant the participant
     */
    record Joined(Origin origin, RoomParticipant participant) implements Observation {}

    /**
     * A participant's stay is over. It proves that there was one.
     *
     * @param origin where and when
     * @param participant the participant, as it was
     * @param reason why
     */
    record Left(Origin origin, RoomParticipant participant, LeftReason reason) implements Observation {}

    /**
     * A participant never got as far as being connected ({@code participant_connection_aborted}).
     *
     * @param origin where and when
     * @param participant the participant
     */
    record Aborted(Origin origin, RoomParticipant participant) implements Observation {}

    /**
     * A participant publishes a track.
     *
     * @param origin where and when
     * @param participant the participant
     * @param trackSid the track's sid ({@code TR_...})
     */
    record TrackPublished(Origin origin, ParticipantKey participant, String trackSid) implements Observation {}

    /**
     * A participant publishes a track no longer.
     *
     * @param origin where and when
     * @param participant the participant
     * @param trackSid the track's sid ({@code TR_...})
     */
    record TrackUnpublished(Origin origin, ParticipantKey participant, String trackSid) implements Observation {}

    /**
     * The room's participants, all of them. Who is not among them is suspected to be gone, and is gone if the next list lacks it
     * too. A list that names the room's id and creation as well tells of a new room whose webhooks were lost.
     *
     * @param origin where and when
     * @param participants all but those whose state is DISCONNECTED; none for a room that does not exist
     */
    record Listed(Origin origin, List<RoomParticipant> participants) implements Observation {
        /**
         * Keeps a copy of the list.
         *
         * @param origin where and when
         * @param participants the participants
         */
        public Listed {
            participants = List.copyOf(participants);
        }
    }

    /**
     * What a watch makes of a participant's media.
     *
     * @param origin where and when
     * @param participant the participant
     * @param sign what it makes of them
     */
    record Media(Origin origin, ParticipantKey participant, MediaSign sign) implements Observation {}

    /**
     * What has become of a host's lease.
     *
     * @param origin where and when
     * @param identity the host's identity, from the credential of the lease
     * @param sign what has become of it; {@link LeaseMediaDown} is for MEDIA_DOWN with its reason
     */
    record Lease(Origin origin, String identity, LeaseSign sign) implements Observation {}

    /**
     * The host says by its lease that its media do not get out.
     *
     * @param origin where and when
     * @param identity the host's identity, from the credential of the lease
     * @param reason what the host says of it, for logs; cut off after {@value #LONGEST_REASON} characters
     */
    record LeaseMediaDown(Origin origin, String identity, String reason) implements Observation {
        /** How many characters of a reason are kept. */
        public static final int LONGEST_REASON = 64;

        /**
         * Cuts the reason off.
         *
         * @param origin where and when
         * @param identity the host's identity
         * @param reason what the host says of it
         */
        public LeaseMediaDown {
            reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        }
    }

    /**
     * The source sees nothing of this room: disconnected, restarting, refused, failing. What a watch or a lease said
     * before no longer holds, but for a goodbye; what webhooks and lists said are facts and stay.
     *
     * @param origin where and since when
     * @param why the trouble, for logs
     */
    record Blind(Origin origin, String why) implements Observation {}

    /**
     * The source sees again. Any other observation of the source says as much.
     *
     * @param origin where and since when
     */
    record Sees(Origin origin) implements Observation {}
}
