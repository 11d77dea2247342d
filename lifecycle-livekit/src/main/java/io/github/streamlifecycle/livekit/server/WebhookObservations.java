package io.github.streamlifecycle.livekit.server;

import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import io.github.streamlifecycle.livekit.room.Source;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * What LiveKit's events say of a room.
 *
 * <table>
 *   <caption>Observations by event</caption>
 *   <tr><th>event<th>observation
 *   <tr><td>room_started<td>RoomStarted
 *   <tr><td>room_finished<td>RoomFinished
 *   <tr><td>participant_joined<td>Joined
 *   <tr><td>participant_left<td>Left, with LiveKit's reason
 *   <tr><td>participant_connection_aborted<td>Aborted
 *   <tr><td>track_published, track_unpublished<td>TrackPublished, TrackUnpublished
 *   <tr><td>egress_*, ingress_*, those of newer servers<td>none
 *   <tr><td>any without the names and ids that it needs<td>none
 * </table>
 */
final class WebhookObservations {
    private static final long MILLIS_PER_SECOND = 1_000;
    /** The last second of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private WebhookObservations() {}

    /**
     * The observation in an event.
     *
     * @param event an event that was accepted
     * @param receivedAtMillis when it came, in milliseconds since the epoch, for an event that does not say when it happened
     */
    static Optional<Observation> of(WebhookEvent event, long receivedAtMillis) {
        if (event.getRoom().getName().isEmpty()) {
            return Optional.empty();
        }
        long createdAt = event.getCreatedAt();
        boolean isTimed = createdAt > 0 && createdAt <= LAST_SECOND;
        Origin origin = new Origin(
                Source.WEBHOOK,
                room(event.getRoom()),
                isTimed ? createdAt * MILLIS_PER_SECOND : Math.max(1, receivedAtMillis));
        return switch (event.getEvent()) {
            case "room_started" -> Optional.of(new Observation.RoomStarted(origin));
            case "room_finished" -> Optional.of(new Observation.RoomFinished(origin));
            default -> ofParticipant(event, origin);
        };
    }

    private static Optional<Observation> ofParticipant(WebhookEvent event, Origin origin) {
        ParticipantInfo participant = event.getParticipant();
        if (participant.getIdentity().isEmpty() || participant.getSid().isEmpty()) {
            return Optional.empty();
        }
        return switch (event.getEvent()) {
            case "participant_joined" -> Optional.of(new Observation.Joined(origin, participant(participant)));
            case "participant_left" ->
                Optional.of(new Observation.Left(
                        origin,
                        participant(participant),
                        LeftReason.named(participant.getDisconnectReason().name())));
            case "participant_connection_aborted" ->
                Optional.of(new Observation.Aborted(origin, participant(participant)));
            default -> ofTrack(event, origin);
        };
    }

    private static Optional<Observation> ofTrack(WebhookEvent event, Origin origin) {
        String sid = event.getTrack().getSid();
        if (sid.isEmpty()) {
            return Optional.empty();
        }
        return switch (event.getEvent()) {
            case "track_published" ->
                Optional.of(new Observation.TrackPublished(origin, key(event.getParticipant()), sid));
            case "track_unpublished" ->
                Optional.of(new Observation.TrackUnpublished(origin, key(event.getParticipant()), sid));
            default -> Optional.empty();
        };
    }

    private static RoomKey room(Room room) {
        return new RoomKey(room.getName(), room.getSid(), millis(room.getCreationTimeMs(), room.getCreationTime()));
    }

    static RoomParticipant participant(ParticipantInfo info) {
        return new RoomParticipant(
                key(info),
                kind(info),
                traits(info),
                info.getAttributesMap(),
                info.getMetadata(),
                sids(info.getTracksList()));
    }

    private static ParticipantKey key(ParticipantInfo info) {
        return new ParticipantKey(info.getIdentity(), info.getSid(), millis(info.getJoinedAtMs(), info.getJoinedAt()));
    }

    /** A recorder is told by its permission too: servers before kinds had only that. */
    @SuppressWarnings("deprecation")
    private static Kind kind(ParticipantInfo info) {
        return info.getPermission().getRecorder()
                ? Kind.EGRESS
                : Kind.named(info.getKind().name());
    }

    private static Set<Trait> traits(ParticipantInfo info) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (info.getPermission().getHidden()) {
            traits.add(Trait.HIDDEN);
        }
        if (info.getIsPublisher()) {
            traits.add(Trait.PUBLISHER);
        }
        return traits;
    }

    private static List<String> sids(List<TrackInfo> tracks) {
        return tracks.stream()
                .map(TrackInfo::getSid)
                .filter(sid -> !sid.isEmpty())
                .toList();
    }

    /** Older servers tell seconds only; 0 stands for a time that is not told. */
    private static long millis(long millis, long seconds) {
        if (millis > 0) {
            return millis;
        }
        return seconds > 0 && seconds <= LAST_SECOND ? seconds * MILLIS_PER_SECOND : 0;
    }
}
