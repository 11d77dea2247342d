package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.Servers.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a WHIP server lets pages of other origins do: publish, and read the answer with its headers. */
class WhipOriginIntegrationTest {
    private static final String ALL = "io.github.streamlifecycle.livekit.Servers#all";
    private static final String ORIGIN = "https://studio.example";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static HttpResponse<Void> send(Server server, String method, String... headers) throws Exception {
        String http = server.url().replaceFirst("^ws", "http").replaceAll("/$", "");
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(http + "/whip/v1"))
                        .method(method, BodyPublishers.noBody())
                        .headers(headers)
                        .build(),
                BodyHandlers.discarding());
    }

    private static HttpResponse<Void> preflight(Server server, String method) throws Exception {
        return send(
                server,
                "OPTIONS",
                "Origin",
                ORIGIN,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "authorization,content-type");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyOriginMayPublishAndLeave(Server server) throws Exception {
        for (String method : List.of("POST", "PATCH", "DELETE")) {
            HttpResponse<Void> answer = preflight(server, method);
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().map())
                    .containsEntry("access-control-allow-origin", List.of(ORIGIN))
                    .containsEntry("access-control-allow-methods", List.of(method))
                    .containsEntry("access-control-allow-headers", List.of("authorization,content-type"))
                    .containsEntry("access-control-max-age", List.of("86400"));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void otherMethodsAreNotAllowed(Server server) throws Exception {
        assertThat(preflight(server, "PUT").headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyOriginMayReadTheAnswer(Server server) throws Exception {
        assertThat(send(server, "POST", "Origin", ORIGIN).headers().map())
                .containsEntry("access-control-allow-origin", List.of(ORIGIN))
                .containsEntry("access-control-expose-headers", List.of("*"));
        assertThat(send(server, "POST", "Accept", "*/*").headers().map())
                .doesNotContainKey("access-control-allow-origin");
    }
}
