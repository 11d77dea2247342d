package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.livekit.server.EgressServiceClient;
import io.livekit.server.EncodedOutputs;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import livekit.LivekitEgress.DirectFileOutput;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.EncodedFileOutput;
import okhttp3.OkHttpClient;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import retrofit2.Call;

/** What the start calls do, for all five types of egress. */
class StartEgressTest {
    private static final String OUTPUTS = """
            "file_outputs":[{"filepath":"/out/x.mp4"}],
            "segment_outputs":[{"playlist_name":"/out/x.m3u8","live_playlist_name":"/out/live.m3u8"}],
            "image_outputs":[{"filename_prefix":"/out/x"}],
            "stream_outputs":[{"protocol":"RTMP","urls":["rtmp://one/live/secret-key-1","rtmp://two/live/secret-key-2"]}]
            """;

    @RegisterExtension
    static final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(100));

    private final LiveKitDouble server = embedded.server();
    private final TwirpCalls calls = new TwirpCalls(server);

    private String track() {
        return server.webhooks().stream()
                .map(json -> JsonParser.parseString(json).getAsJsonObject())
                .filter(webhook -> webhook.has("track"))
                .map(webhook -> webhook.getAsJsonObject("track").get("sid").getAsString())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "StartRoomCompositeEgress, EGRESS_SOURCE_TYPE_WEB, '\"room_name\":\"room\"'",
        "StartWebEgress, EGRESS_SOURCE_TYPE_WEB, '\"url\":\"https://example.org\"'",
        "StartParticipantEgress, EGRESS_SOURCE_TYPE_SDK, '\"room_name\":\"room\",\"identity\":\"host\"'",
        "StartTrackCompositeEgress, EGRESS_SOURCE_TYPE_SDK, '\"room_name\":\"room\",\"video_track_id\":\"TRACK\"'"
    })
    void fourOutputsAreRecordedAtOnce(String method, String sourceType, String source) {
        server.joinAndPublish("room", "host");
        String id = calls.start(method, "{" + source.replace("TRACK", track()) + "," + OUTPUTS + "}");
        calls.await(id, EgressStatus.EGRESS_ACTIVE);
        Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> streamHasBegun(id));
        assertThat(calls.stop(id).statusCode()).isEqualTo(200);
        calls.await(id, EgressStatus.EGRESS_COMPLETE);
        JsonObject info = calls.egress(id);
        assertThat(info.get("source_type").getAsString()).isEqualTo(sourceType);
        assertThat(info.toString()).doesNotContain("secret-key").contains("rtmp://one/live/{sec...y-1}");
        assertThat(only(info, "file_results").get("location").getAsString()).isEqualTo("/out/x.mp4");
        assertThat(only(info, "segment_results").get("playlist_location").getAsString())
                .isEqualTo("/out/x.m3u8");
        assertThat(only(info, "image_results").get("image_count").getAsLong()).isPositive();
        assertThat(info.getAsJsonArray("stream_results"))
                .hasSize(2)
                .allSatisfy(stream -> assertThat(
                                stream.getAsJsonObject().get("status").getAsString())
                        .isEqualTo("FINISHED"));
    }

    private boolean streamHasBegun(String id) {
        JsonObject stream =
                calls.egress(id).getAsJsonArray("stream_results").get(0).getAsJsonObject();
        return stream.get("started_at").getAsLong() > 0;
    }

    private static JsonObject only(JsonObject info, String results) {
        assertThat(info.getAsJsonArray(results)).hasSize(1);
        return info.getAsJsonArray(results).get(0).getAsJsonObject();
    }

    @Test
    void sdkStartsEachType() throws Exception {
        server.joinAndPublish("room", "host");
        var sdk =
                EgressServiceClient.createClient(server.url(), server.apiKey(), server.apiSecret(), OkHttpClient::new);
        var file = EncodedFileOutput.newBuilder().setFilepath("/out/x.mp4").build();
        var direct = DirectFileOutput.newBuilder().setFilepath("/out/x.webm").build();
        var outputs = new EncodedOutputs(file, null, null, null);
        for (Call<EgressInfo> call : List.of(
                sdk.startRoomCompositeEgress("room", file),
                sdk.startWebEgress("https://example.org", file),
                sdk.startParticipantEgress("room", "host", outputs, false),
                sdk.startTrackCompositeEgress("room", file, null, track()),
                sdk.startTrackEgress("room", direct, track()))) {
            assertThat(call.execute().isSuccessful())
                    .as(call.request().toString())
                    .isTrue();
        }
    }

    @Test
    void trackGoesToAFileOrAWebSocket() {
        server.joinAndPublish("room", "host");
        String request = "{\"room_name\":\"room\",\"track_id\":\"" + track() + "\",";
        String file = calls.start("StartTrackEgress", request + "\"file\":{\"filepath\":\"/out/x.webm\"}}");
        String socket = calls.start("StartTrackEgress", request + "\"websocket_url\":\"wss://example.org/x\"}");
        for (String id : List.of(file, socket)) {
            calls.await(id, EgressStatus.EGRESS_ACTIVE);
        }
        assertThat(only(calls.egress(file), "file_results").get("filename").getAsString())
                .isEqualTo("/out/x.webm");
        assertThat(only(calls.egress(socket), "stream_results").get("url").getAsString())
                .isEqualTo("wss://example.org/x");
    }

    @Test
    void webEgressNeedsNoRoomAndHasNoRecorderInAny() {
        String id = calls.start("StartWebEgress", "{\"url\":\"https://example.org\"," + OUTPUTS + "}");
        calls.await(id, EgressStatus.EGRESS_ACTIVE);
        assertThat(calls.egress(id).get("room_name").getAsString()).isEmpty();
        assertThat(server.webhooks()).noneMatch(json -> json.contains("participant_joined"));
    }

    @ParameterizedTest
    @CsvSource({
        "StartRoomCompositeEgress",
        "StartParticipantEgress",
        "StartTrackCompositeEgress",
        "StartTrackEgress",
    })
    void missingRoomIsNotFound(String method) {
        HttpResponse<String> response = calls.post(method, "{\"room_name\":\"nowhere\"}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("not_found");
    }

    @Test
    void sameRequestTwiceIsTwoEgresses() {
        server.joinAndPublish("room", "host");
        String request = "{\"room_name\":\"room\"," + OUTPUTS + "}";
        String first = calls.start("StartRoomCompositeEgress", request);
        assertThat(calls.start("StartRoomCompositeEgress", request))
                .startsWith("EG_")
                .hasSize(15)
                .isNotEqualTo(first);
    }

    @Test
    void conflictMayMeanThatItStarts() {
        server.joinAndPublish("room", "host");
        server.script(
                "StartRoomCompositeEgress",
                Fault.error(409, "already_exists", Duration.ofMillis(5)).thoughCarriedOut());
        HttpResponse<String> response =
                calls.post("StartRoomCompositeEgress", "{\"room_name\":\"room\"," + OUTPUTS + "}");
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(calls.ok("ListEgress", "{\"room_name\":\"room\",\"active\":true}")
                        .getAsJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void startThatNoWorkerTakesIsUnavailable() {
        server.script("StartRoomCompositeEgress", Fault.noWorker());
        assertThat(calls.post("StartRoomCompositeEgress", "{\"room_name\":\"room\"}")
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void compositeOfNothingStaysStartingUntilItsRoomEnds() {
        server.join("room", "viewer");
        String id = calls.start("StartRoomCompositeEgress", "{\"room_name\":\"room\"," + OUTPUTS + "}");
        Awaitility.await()
                .atMost(Durations.ONE_MINUTE)
                .until(() -> calls.identities("room").contains(id));
        assertThat(calls.status(id)).isEqualTo(EgressStatus.EGRESS_STARTING);
        calls.ok("DeleteRoom", "{\"room\":\"room\"}");
        assertThat(calls.status(id)).isEqualTo(EgressStatus.EGRESS_ABORTED);
        assertThat(calls.egress(id).get("error").getAsString()).isEqualTo("Start signal not received");
    }

    @Test
    void participantThatNeverComesIsGivenUp() {
        server.joinAndPublish("room", "host");
        String request = "{\"room_name\":\"room\",\"identity\":\"nobody\"," + OUTPUTS + "}";
        String id = calls.start("StartParticipantEgress", request);
        calls.await(id, EgressStatus.EGRESS_FAILED);
    }
}
