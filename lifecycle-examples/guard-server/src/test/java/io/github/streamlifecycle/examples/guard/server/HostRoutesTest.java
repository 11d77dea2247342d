package io.github.streamlifecycle.examples.guard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.web.HostApplication;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host's page over HTTP: who is let in, what may be asked for, and what becomes of it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostRoutesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static LiveKitDouble livekit;
    private static LiveKit client;
    private static GuardServer server;
    private static int open;

    @BeforeAll
    static void start() throws Exception {
        livekit = LiveKitDouble.builder().speed(4).start();
        client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret());
        server = start(Optional.of(new HostApplication(
                client,
                HostApplication.Server.LIVEKIT,
                RoomCompositeEgress.grid().toFile("/out/show.mp4"),
                Duration.ofSeconds(5))));
        open = server.ports().openPort();
    }

    private static GuardServer start(Optional<HostApplication> host) throws Exception {
        return GuardServer.start(
                GuardConfig.of(Map.of(
                        "LIVEKIT_URL", livekit.url(),
                        "LIVEKIT_API_KEY", livekit.apiKey(),
                        "LIVEKIT_API_SECRET", livekit.apiSecret(),
                        "GUARD_PORT", "0",
                        "GUARD_ADMIN_PORT", "0")),
                Optional.empty(),
                host);
    }

    @AfterAll
    static void close() {
        server.close();
        client.close();
        livekit.close();
    }

    private static int status(HttpRequest.Builder request) throws IOException {
        return Http.send(request).statusCode();
    }

    private static HttpRequest.Builder change(String what, String room) {
        return Http.to(open, "/host/" + what + "?room=" + room).POST(BodyPublishers.noBody());
    }

    private static HttpRequest.Builder own(HttpRequest.Builder change) throws IOException {
        return change.header(
                "X-CSRF-Token", Http.json(open, "/host/session").get("csrf").getAsString());
    }

    private static JsonObject state(String room) throws IOException {
        return Http.json(open, "/host/state?room=" + room);
    }

    private static void awaitRequest(String room, String kind) {
        await().atMost(LONG)
                .until(() -> state(room).has("request")
                        && state(room).get("request").getAsString().equals(kind));
    }

    /** Sends a request with a {@code Host} of its own, which the JDK's client does not. */
    private static String statusFor(String host, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", open)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(9, 12);
        }
    }

    @Test
    void pageRunsNothingButItsOwnFiles() throws Exception {
        for (String path : List.of("/host/", "/host", "/host/host.js", "/host/dom.js", "/host/host.css")) {
            HttpResponse<String> answer = Http.get(open, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
                    .contains("connect-src 'self' " + livekit.url().replaceFirst("^ws", "http") + ";")
                    .doesNotContain("unsafe", "*");
            assertThat(answer.body()).doesNotContain("style=\"", "onclick=\"", "innerHTML", "https://");
        }
    }

    @Test
    void onlyBrowsersOfThisMachineAreServed() throws Exception {
        for (String path : List.of("/host/", "/host", "/host/session", "/host/state?room=x", "/host/host.js")) {
            assertThat(statusFor("localhost:" + open, path)).as(path).isEqualTo("200");
            assertThat(statusFor("evil.example", path)).as(path).isEqualTo("403");
            assertThat(statusFor("evil.example", "/" + path)).as("/" + path).isIn("400", "403", "404");
            for (String proxied : List.of("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")) {
                assertThat(status(Http.to(open, path).header(proxied, "127.0.0.1")))
                        .as(path + " by " + proxied)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void onlyThePageChangesAnything() throws Exception {
        for (String what : List.of("live", "end")) {
            assertThat(status(change(what, "forged"))).isEqualTo(403);
            assertThat(status(change(what, "forged").header("X-CSRF-Token", "x")))
                    .isEqualTo(403);
            assertThat(status(own(change(what, "forged").header("Origin", "http://evil.example"))))
                    .isEqualTo(403);
        }
        assertThat(state("forged").has("request")).isFalse();
        assertThat(Http.get(open, "/host/session").headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void roomsAreNamedOrNew() throws Exception {
        JsonObject first = Http.json(open, "/host/session");
        JsonObject second = Http.json(open, "/host/session");
        assertThat(first.get("room")).isNotEqualTo(second.get("room"));
        JsonObject named = Http.json(open, "/host/session?room=%3Cb%3E&identity=eve");
        assertThat(named.get("room").getAsString()).isEqualTo("<b>");
        assertThat(named.get("identity").getAsString()).isEqualTo("eve");
        assertThat(named.get("adminPort").getAsInt()).isEqualTo(server.ports().adminPort());
        assertThat(Http.get(open, "/host/session?room=" + "x".repeat(201)).statusCode())
                .isEqualTo(400);
        assertThat(Http.get(open, "/host/state").statusCode()).isEqualTo(400);
    }

    @Test
    void oneEgressIsStartedAndEndedByItsHost() throws Exception {
        livekit.joinAndPublish("show", "ada");
        assertThat(status(own(change("live", "show")))).isEqualTo(202);
        awaitRequest("show", "STARTED");
        String egress = livekit.awaitLive("show");
        assertThat(status(own(change("live", "show")))).isEqualTo(202);
        awaitRequest("show", "GOES_ON");
        assertThat(state("show").get("text").getAsString()).isEqualTo(egress);
        assertThat(status(own(change("end", "show")))).isEqualTo(202);
        awaitRequest("show", "ENDED");
        assertThat(livekit.calls("StopEgress")).hasSize(1);
    }

    @Test
    void failedStartSaysWhatLiveKitSaid() throws Exception {
        livekit.joinAndPublish("no-worker", "ada");
        livekit.script("StartRoomCompositeEgress", Fault.noWorker());
        assertThat(status(own(change("live", "no-worker")))).isEqualTo(202);
        awaitRequest("no-worker", "FAILED");
        assertThat(state("no-worker").get("text").getAsString()).contains("503", "unavailable");
    }

    @Test
    void withoutADemonstrationThereIsNoPage() throws Exception {
        try (GuardServer plain = start(Optional.empty())) {
            for (String path : List.of("/host/", "/host/session", "/host/host.js")) {
                assertThat(Http.get(plain.ports().openPort(), path).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }
}
