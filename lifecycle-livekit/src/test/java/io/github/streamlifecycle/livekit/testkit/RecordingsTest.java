package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.RoomComposite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the double sends looks like what the real server was recorded to send: fields, their order and their values. */
class RecordingsTest {
    /** Different in every run, or not the double's to choose. */
    private static final Set<String> VARYING = Set.of(
            "id",
            "sid",
            "name",
            "identity",
            "egressId",
            "roomId",
            "roomName",
            "filename",
            "filepath",
            "location",
            "url",
            "urls",
            "ssrc",
            "creationTime",
            "creationTimeMs",
            "createdAt",
            "joinedAt",
            "joinedAtMs",
            "startedAt",
            "endedAt",
            "updatedAt",
            "duration",
            "size",
            "unixMicro",
            "version");

    private final LiveKitDouble server = LiveKitDouble.builder().speed(50).start();
    private final LiveKit livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());

    @AfterEach
    void close() {
        livekit.close();
        server.close();
    }

    private static List<JsonObject> recorded(String file) {
        try (InputStream in = RecordingsTest.class.getResourceAsStream("/recordings/" + file + ".jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("webhook"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonObject> sent() {
        return server.webhooks().stream()
                .map(json -> JsonParser.parseString(json).getAsJsonObject())
                .toList();
    }

    private void awaitEvent(String event) {
        Awaitility.await().until(() -> sent().stream().anyMatch(is(event)));
    }

    private static Predicate<JsonObject> is(String event) {
        return webhook -> webhook.get("event").getAsString().equals(event);
    }

    /** Names in their order with the values that do not vary, such as {@code status=EGRESS_ENDING}. */
    private static List<String> shape(JsonElement json, String path) {
        List<String> shape = new ArrayList<>();
        if (json.isJsonObject()) {
            json.getAsJsonObject().entrySet().forEach(field -> {
                String name = path + "/" + field.getKey();
                shape.addAll(VARYING.contains(field.getKey()) ? List.of(name) : shape(field.getValue(), name));
            });
        } else if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(item -> shape.addAll(shape(item, path)));
        } else {
            shape.add(path + "=" + json.getAsString());
        }
        return shape;
    }

    private static List<String> events(List<JsonObject> webhooks) {
        return webhooks.stream()
                .map(webhook -> webhook.get("event").getAsString())
                .toList();
    }

    @Test
    void hostThatLeavesLooksAsRecorded() {
        RoomMember host = server.joinAndPublish("room", "host");
        host.leave();
        awaitEvent("room_finished");
        List<JsonObject> real = recorded("room-composite_host-leaves").stream()
                .filter(webhook ->
                        !webhook.has("egressInfo") && !webhook.toString().contains("EG_"))
                .toList();
        assertThat(events(sent())).isEqualTo(events(real));
        for (JsonObject webhook : sent()) {
            String event = webhook.get("event").getAsString();
            JsonObject twin = real.stream().filter(is(event)).findFirst().orElseThrow();
            assertThat(people(shape(webhook, ""))).as(event).isEqualTo(people(shape(twin, "")));
        }
    }

    /** Without the counts of a room, which lag by seconds on the real server, and the size of a picture. */
    private static List<String> people(List<String> shape) {
        return shape.stream()
                .filter(field -> !field.matches(".*/(num.*|activeRecording|width|height)=.*"))
                .toList();
    }

    @Test
    void rejoinWithTheSameIdentityIsInTheRecordedOrder() {
        server.joinAndPublish("room", "host");
        RoomMember second = server.joinAndPublish("room", "host");
        second.drop();
        awaitEvent("room_finished");
        List<JsonObject> real = recorded("host-rejoins-with-same-identity");
        assertThat(events(sent())).isEqualTo(events(real));
        assertThat(reasons(sent())).isEqualTo(reasons(real)).contains("DUPLICATE_IDENTITY", "CONNECTION_TIMEOUT");
    }

    private static List<String> reasons(List<JsonObject> webhooks) {
        return webhooks.stream()
                .filter(is("participant_left"))
                .map(webhook -> webhook.getAsJsonObject("participant")
                        .get("disconnectReason")
                        .getAsString())
                .toList();
    }

    @Test
    void stoppedRtmpEgressLooksAsRecorded() {
        server.joinAndPublish("room", "host");
        String id = livekit.egress()
                .start("room", RoomComposite.grid().toRtmp("rtmp://127.0.0.1/live/stream1"))
                .map(EgressInfo::getEgressId)
                .blockingGet();
        Awaitility.await()
                .until(() -> livekit.egress().find(id).blockingGet().getStatus() == EgressStatus.EGRESS_ACTIVE);
        livekit.egress().stop(id).blockingGet();
        awaitEvent("egress_ended");
        List<JsonObject> real = recorded("room-composite_rtmp_stopped");
        for (String status : List.of("EGRESS_ENDING", "EGRESS_COMPLETE")) {
            assertThat(shape(withStatus(sent(), status), "").stream()
                            .filter(field -> !field.startsWith("/egressInfo/roomComposite/stream/"))
                            .toList())
                    .as(status)
                    .isEqualTo(shape(withStatus(real, status), "").stream()
                            .filter(field -> !field.startsWith("/egressInfo/roomComposite/stream/"))
                            .toList());
        }
        assertThat(server.webhooks()).anyMatch(json -> json.contains("rtmp://127.0.0.1/live/{st...m1}"));
        assertThat(server.webhooks()).noneMatch(json -> json.contains("stream1"));
    }

    private static JsonObject withStatus(List<JsonObject> webhooks, String status) {
        return webhooks.stream()
                .filter(webhook -> webhook.toString().contains("\"status\":\"" + status + "\""))
                .findFirst()
                .orElseThrow();
    }
}
