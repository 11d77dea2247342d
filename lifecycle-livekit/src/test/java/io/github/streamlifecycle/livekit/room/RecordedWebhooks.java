package io.github.streamlifecycle.livekit.room;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What the real server told in one run, as observations. */
final class RecordedWebhooks {
    /** An observation, and how many milliseconds after the first event it came. */
    record Line(long ms, Observation observation) {}

    private RecordedWebhooks() {}

    static List<Line> of(String name) {
        try (InputStream in = RecordedWebhooks.class.getResourceAsStream("/recordings/" + name + ".jsonl")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .flatMap(line ->
                            observation(line.getAsJsonObject("webhook"))
                                    .map(seen -> new Line(line.get("ms").getAsLong(), seen))
                                    .stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Observation> observation(JsonObject webhook) {
        String event = text(webhook, "event");
        if (!webhook.has("room")) {
            return Optional.empty();
        }
        Observation.Origin origin = new Observation.Origin(
                Source.WEBHOOK, room(webhook.getAsJsonObject("room")), number(webhook, "createdAt") * 1000);
        JsonObject participant = webhook.getAsJsonObject("participant");
        return Optional.of(
                switch (event) {
                    case "room_started" -> new Observation.RoomStarted(origin);
                    case "room_finished" -> new Observation.RoomFinished(origin);
                    case "participant_joined" -> new Observation.Joined(origin, participant(participant));
                    case "participant_left" ->
                        new Observation.Left(
                                origin,
                                participant(participant),
                                LeftReason.named(text(participant, "disconnectReason")));
                    case "participant_connection_aborted" -> new Observation.Aborted(origin, participant(participant));
                    case "track_published" ->
                        new Observation.TrackPublished(
                                origin, key(participant), text(webhook.getAsJsonObject("track"), "sid"));
                    case "track_unpublished" ->
                        new Observation.TrackUnpublished(
                                origin, key(participant), text(webhook.getAsJsonObject("track"), "sid"));
                    default -> throw new IllegalArgumentException(event);
                });
    }

    private static RoomKey room(JsonObject room) {
        return new RoomKey(text(room, "name"), text(room, "sid"), number(room, "creationTimeMs"));
    }

    private static ParticipantKey key(JsonObject participant) {
        return new ParticipantKey(
                text(participant, "identity"), text(participant, "sid"), number(participant, "joinedAtMs"));
    }

    private static RoomParticipant participant(JsonObject participant) {
        boolean publisher =
                participant.has("isPublisher") && participant.get("isPublisher").getAsBoolean();
        List<String> tracks = participant.has("tracks")
                ? StreamSupport.stream(participant.getAsJsonArray("tracks").spliterator(), false)
                        .map(track -> text(track.getAsJsonObject(), "sid"))
                        .toList()
                : List.of();
        return RoomParticipant.of(key(participant), Kind.named(text(participant, "kind")))
                .withTraits(publisher ? Set.of(Trait.PUBLISHER) : Set.of())
                .withTracks(tracks);
    }

    private static String text(JsonObject object, String name) {
        JsonElement element = object.get(name);
        return element == null ? "" : element.getAsString();
    }

    private static long number(JsonObject object, String name) {
        JsonElement element = object.get(name);
        return element == null ? 0 : element.getAsLong();
    }
}
