package io.github.streamlifecycle.livekit.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.Recorded;
import io.github.streamlifecycle.livekit.server.Signed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookObservationsTest {
    private static final long RECEIVED = 1_795_360_830_123L;
    private static final String ROOM =
            "\"room\":{\"sid\":\"RM_1\",\"name\":\"r\",\"creationTimeMs\":\"1795360824306\"}";
    private static final String PARTICIPANT = "\"participant\":{\"sid\":\"PA_1\",\"identity\":\"host\"}";
    private static final Origin ORIGIN =
            new Origin(Source.WEBHOOK, new RoomKey("r", "RM_1", 1_795_360_824_306L), 1_795_360_825_000L);

    private static Optional<Observation> of(String event, String... fields) throws IOException {
        String json = "{\"event\":\"" + event + "\",\"createdAt\":\"1795360825\""
                + (fields.length == 0 ? "" : "," + String.join(",", fields)) + "}";
        return WebhookObservations.of(EventJson.read(Signed.utf8(json)), RECEIVED);
    }

    private static RoomParticipant participant() {
        return RoomParticipant.of(new ParticipantKey("host", "PA_1", 0), Kind.STANDARD);
    }

    @Test
    void roomStartsAndFinishes() throws IOException {
        assertThat(of("room_started", ROOM)).contains(new Observation.RoomStarted(ORIGIN));
        assertThat(of("room_finished", ROOM)).contains(new Observation.RoomFinished(ORIGIN));
    }

    @Test
    void participantComesWithAllThatIsSaidOfIt() throws IOException {
        String participant = "\"participant\":{\"sid\":\"PA_1\",\"identity\":\"host\",\"joinedAt\":\"1795360824\","
                + "\"joinedAtMs\":\"1795360824307\",\"kind\":\"AGENT\",\"isPublisher\":true,\"metadata\":\"m\","
                + "\"permission\":{\"hidden\":true},\"attributes\":{\"a\":\"b\"},"
                + "\"tracks\":[{\"sid\":\"TR_1\"},{},{\"sid\":\"TR_2\"}]}";
        assertThat(of("participant_joined", ROOM, participant))
                .contains(new Observation.Joined(
                        ORIGIN,
                        new RoomParticipant(
                                new ParticipantKey("host", "PA_1", 1_795_360_824_307L),
                                Kind.AGENT,
                                Set.of(Trait.HIDDEN, Trait.PUBLISHER),
                                Map.of("a", "b"),
                                "m",
                                List.of("TR_1", "TR_2"))));
    }

    @Test
    void participantLeavesForAReason() throws IOException {
        assertThat(of("participant_left", ROOM, PARTICIPANT))
                .contains(new Observation.Left(ORIGIN, participant(), LeftReason.UNKNOWN_REASON));
        assertThat(of(
                        "participant_left",
                        ROOM,
                        PARTICIPANT.replace("}", ",\"disconnectReason\":\"DUPLICATE_IDENTITY\"}")))
                .contains(new Observation.Left(ORIGIN, participant(), LeftReason.DUPLICATE_IDENTITY));
        assertThat(of("participant_left", ROOM, PARTICIPANT.replace("}", ",\"disconnectReason\":\"BORED\"}")))
                .contains(new Observation.Left(ORIGIN, participant(), LeftReason.UNKNOWN_REASON));
    }

    @Test
    void participantThatWasNeverConnectedIsAborted() throws IOException {
        assertThat(of("participant_connection_aborted", ROOM, PARTICIPANT))
                .contains(new Observation.Aborted(ORIGIN, participant()));
    }

    @Test
    void tracksComeAndGo() throws IOException {
        String track = "\"track\":{\"sid\":\"TR_1\"}";
        ParticipantKey key = new ParticipantKey("host", "PA_1", 0);
        assertThat(of("track_published", ROOM, PARTICIPANT, track))
                .contains(new Observation.TrackPublished(ORIGIN, key, "TR_1"));
        assertThat(of("track_unpublished", ROOM, PARTICIPANT, track))
                .contains(new Observation.TrackUnpublished(ORIGIN, key, "TR_1"));
    }

    @Test
    void recorderIsOneByItsKindOrItsPermission() throws IOException {
        for (String mark : List.of("\"kind\":\"EGRESS\"", "\"permission\":{\"recorder\":true}")) {
            assertThat(of("participant_joined", ROOM, PARTICIPANT.replace("}", "," + mark + "}")))
                    .get()
                    .isInstanceOfSatisfying(
                            Observation.Joined.class,
                            joined -> assertThat(joined.participant().kind()).isEqualTo(Kind.EGRESS));
        }
    }

    @Test
    void newKindOfParticipantIsAnother() throws IOException {
        assertThat(of("participant_joined", ROOM, PARTICIPANT.replace("}", ",\"kind\":\"ROBOT\"}")))
                .get()
                .isInstanceOfSatisfying(
                        Observation.Joined.class,
                        joined -> assertThat(joined.participant().kind()).isEqualTo(Kind.OTHER));
    }

    @Test
    void olderServersTellSeconds() throws IOException {
        String room = "\"room\":{\"sid\":\"RM_1\",\"name\":\"r\",\"creationTime\":\"1795360824\"}";
        assertThat(of("room_started", room))
                .get()
                .satisfies(observation -> assertThat(observation.origin().room().createdAtMillis())
                        .isEqualTo(1_795_360_824_000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"room_started", "participant_joined", "participant_left", "track_published", ""})
    void eventWithoutItsNamesIsNothing(String event) throws IOException {
        assertThat(of(event)).isEmpty();
        assertThat(of(event, PARTICIPANT)).isEmpty();
        if (!event.equals("room_started")) {
            assertThat(of(event, ROOM)).isEmpty();
            assertThat(of(event, ROOM, "\"participant\":{\"sid\":\"PA_1\"}")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"egress_started", "egress_ended", "ingress_started", "track_painted"})
    void otherEventsAreNothing(String event) throws IOException {
        assertThat(of(event, ROOM, PARTICIPANT, "\"track\":{\"sid\":\"TR_1\"}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void eventWithoutAUsableTimeHappenedWhenItCame(long createdAt) {
        WebhookEvent.Builder event =
                WebhookEvent.newBuilder().setEvent("room_started").setCreatedAt(createdAt);
        event.getRoomBuilder().setName("r").setCreationTime(createdAt).setCreationTimeMs(-1);
        assertThat(WebhookObservations.of(event.build(), RECEIVED))
                .contains(new Observation.RoomStarted(new Origin(Source.WEBHOOK, RoomKey.named("r"), RECEIVED)));
    }

    @Test
    void everyRecordedEventOfARoomIsAnObservation() throws IOException {
        for (JsonObject webhook : Recorded.webhooks()) {
            WebhookEvent event = EventJson.read(Signed.utf8(webhook.toString()));
            boolean isOfEgress = event.getEvent().startsWith("egress_");
            assertThat(WebhookObservations.of(event, RECEIVED).isPresent()).isEqualTo(!isOfEgress);
        }
    }
}
