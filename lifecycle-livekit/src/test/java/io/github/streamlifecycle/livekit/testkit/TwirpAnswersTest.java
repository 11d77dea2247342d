package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The double answers as the real server was recorded to answer: every case that needs no egress worker. */
class TwirpAnswersTest {
    /** What happens only once an egress runs is compared by {@link RecordingsTest}, webhook by webhook. */
    private static final Set<String> WITH_A_WORKER = Set.of(
            "host publishing",
            "host and recorder",
            "start",
            "starting",
            "active",
            "ending",
            "complete",
            "failed",
            "start, output unreachable",
            "dead record");

    private static final LiveKitDouble SERVER =
            LiveKitDouble.builder().speed(100).start();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    record Recorded(JsonObject json) {
        String text(String name) {
            return json.get(name).getAsString();
        }

        @Override
        public String toString() {
            return text("method") + ", " + text("case");
        }
    }

    static Stream<Recorded> cases() {
        try (InputStream in = TwirpAnswersTest.class.getResourceAsStream("/recordings/twirp.jsonl")) {
            List<Recorded> cases = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> new Recorded(JsonParser.parseString(line).getAsJsonObject()))
                    .filter(recorded -> !WITH_A_WORKER.contains(recorded.text("case")))
                    .toList();
            assertThat(cases).hasSizeGreaterThan(11);
            return cases.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String token(String grant, Instant expires) {
        return "Bearer "
                + JWT.create()
                        .withIssuer(SERVER.apiKey())
                        .withExpiresAt(expires)
                        .withClaim(
                                "video",
                                Map.of(grant, true, "roomAdmin", true, "roomCreate", true, "room", "twirp-room"))
                        .sign(Algorithm.HMAC256(SERVER.apiSecret()));
    }

    private static HttpRequest request(Recorded recorded) {
        String method = recorded.text("method");
        String service = method.contains("Egress") || method.equals("Nope") ? "Egress" : "RoomService";
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(SERVER.url() + "/twirp/livekit." + service + "/" + method))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(recorded.text("request")));
        Instant later = Instant.now().plusSeconds(60);
        return switch (recorded.text("case")) {
            case "no token" -> request.build();
            case "token without roomRecord" ->
                request.header("Authorization", token("roomJoin", later)).build();
            case "expired token" ->
                request.header("Authorization", token("roomRecord", Instant.EPOCH))
                        .build();
            case "garbage token" ->
                request.header("Authorization", "Bearer garbage").build();
            default ->
                request.header("Authorization", token("roomRecord", later)).build();
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answerIsTheRecordedOne(Recorded recorded) throws Exception {
        HttpRequest request = request(recorded);
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode())
                .isEqualTo(recorded.json().get("status").getAsInt());
        assertThat(response.headers().firstValue("Content-Type")).contains(recorded.text("contentType"));
        JsonElement body = recorded.json().get("body");
        if (body.isJsonObject()) {
            JsonObject expected = body.getAsJsonObject().deepCopy();
            expected.remove("next_page_token"); // newer than the SDK's schema
            assertThat(JsonParser.parseString(response.body())).isEqualTo(expected);
        } else {
            String sent =
                    request.headers().firstValue("Authorization").orElse("").replace("Bearer ", "");
            assertThat(response.body()).isEqualTo(body.getAsString().replace("<the whole JWT>", sent));
        }
    }
}
