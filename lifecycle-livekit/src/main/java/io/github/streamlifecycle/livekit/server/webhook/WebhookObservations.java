package io.github.streamlifecycle.livekit.server.webhook;

import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomModels;
import java.util.Optional;
import livekit.LivekitModels.ParticipantInfo;
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
        long createdAt = RoomModels.millis(event.getCreatedAt());
        Origin origin = new Origin(
                Source.WEBHOOK,
                RoomModels.room(event.getRoom()),
                createdAt > 0 ? createdAt : Math.max(1, receivedAtMillis));
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
            case "participant_joined" ->
                Optional.of(new Observation.Joined(origin, RoomModels.participant(participant)));
            case "participant_left" ->
                Optional.of(new Observation.Left(
                        origin,
                        RoomModels.participant(participant),
                        LeftReason.named(participant.getDisconnectReason().name())));
            case "participant_connection_aborted" ->
                Optional.of(new Observation.Aborted(origin, RoomModels.participant(participant)));
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
                Optional.of(new Observation.TrackPublished(origin, RoomModels.key(event.getParticipant()), sid));
            case "track_unpublished" ->
                Optional.of(new Observation.TrackUnpublished(origin, RoomModels.key(event.getParticipant()), sid));
            default -> Optional.empty();
        };
    }
}
