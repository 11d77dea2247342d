package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.Servers.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers of a WHIP server to malformed offers. */
class WhipErrorsIntegrationTest {
    private static final String ALL = "io.github.streamlifecycle.livekit.Servers#all";
    private static final String SDP = "application/sdp";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String room = "whip-errors-" + UUID.randomUUID();

    private static URI endpoint(Server server) {
        return URI.create(server.url().replaceFirst("^ws", "http").replaceAll("/$", "") + "/whip/v1");
    }

    private static HttpResponse<String> post(Server server, String token, String contentType, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint(server))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private String token(Server server) {
        try (LiveKit livekit = server.connect()) {
            return livekit.publishToken(room, "host", Duration.ofMinutes(1));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void offerThatIsNoneIsABadRequestInJson(Server server) throws Exception {
        String token = token(server);
        for (HttpResponse<String> answer : List.of(
                post(server, token, SDP, ""),
                post(server, token, SDP, "this is no description"),
                post(server, token, "text/plain", "v=0\r\n"))) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).startsWith("{\"error\":");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void offerWithoutATokenOrARoomIsUnauthorized(Server server) throws Exception {
        String noRoom = JWT.create()
                .withIssuer(server.apiKey())
                .withSubject("host")
                .withExpiresAt(Instant.now().plusSeconds(60))
                .withClaim("video", Map.of("roomJoin", true))
                .sign(Algorithm.HMAC256(server.apiSecret()));
        assertThat(post(server, "", SDP, "v=0\r\n").statusCode()).isEqualTo(401);
        assertThat(post(server, noRoom, SDP, "v=0\r\n").statusCode()).isEqualTo(401);
        assertThat(post(server, "garbage", SDP, "v=0\r\n").body()).isEqualTo("invalid authorization token");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void sessionThatNobodyKnowsIsNotFound(Server server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint(server) + "/PA_unknown"))
                .header("Authorization", "Bearer " + token(server))
                .DELETE()
                .build();
        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }
}
