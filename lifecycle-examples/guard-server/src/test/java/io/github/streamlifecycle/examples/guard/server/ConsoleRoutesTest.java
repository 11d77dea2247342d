package io.github.streamlifecycle.examples.guard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The routes of the console over HTTP: who is let in, what may be changed, and how the page is locked up. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ConsoleRoutesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String TOKEN = "correct-horse-battery-staple";

    private final Map<String, String> environment = new HashMap<>();
    private LiveKitDouble livekit;
    private LiveKit client;
    private GuardServer server;
    private int admin;

    @BeforeEach
    void prepare() {
        int open = Http.freePort();
        livekit = LiveKitDouble.builder()
                .speed(2)
                .webhookTo(URI.create("http://127.0.0.1:" + open + "/livekit/webhook"))
                .start();
        client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret());
        environment.putAll(Map.of(
                "LIVEKIT_URL", livekit.url(),
                "LIVEKIT_API_KEY", livekit.apiKey(),
                "LIVEKIT_API_SECRET", livekit.apiSecret(),
                "GUARD_BIND", "127.0.0.1",
                "GUARD_PORT", Integer.toString(open),
                "GUARD_ADMIN_PORT", "0"));
    }

    private void start(String... more) throws Exception {
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        server = GuardServer.start(GuardConfig.of(environment));
        admin = server.ports().adminPort();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        client.close();
        livekit.close();
    }

    /** Sends a request with a {@code Host} of its own, which the JDK's client does not. */
    private String statusFor(String host) throws IOException {
        return statusFor(host, "/api/console");
    }

    private String statusFor(String host, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", admin)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(9, 12);
        }
    }

    private int status(HttpRequest.Builder request) throws IOException {
        return Http.send(request).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return Http.to(admin, path);
    }

    private HttpRequest.Builder stop(String egress) {
        return request("/api/egress/" + egress + "/stop").POST(BodyPublishers.noBody());
    }

    private String live() {
        livekit.joinAndPublish("my-room", "host");
        livekit.join("my-room", "viewer");
        String egress = client.egress()
                .start("my-room", RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                .blockingGet()
                .getEgressId();
        livekit.awaitLive("my-room");
        await().atMost(LONG).until(() -> timeline().contains("\"state\":\"UP/ON\""));
        return egress;
    }

    private String timeline() throws IOException {
        return Http.send(request("/api/timeline?room=my-room").header("Authorization", "Bearer " + TOKEN))
                .body();
    }

    private String forgeryToken() throws IOException {
        return Http.json(admin, "/api/console").get("csrf").getAsString();
    }

    @Test
    void pageRunsNothingButItsOwnFiles() throws Exception {
        start();
        for (String path : List.of("/", "/app.js", "/console.css", "/icon.svg")) {
            HttpResponse<String> answer = Http.get(admin, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "trusted-types 'none'")
                    .doesNotContain("unsafe", "http", "*");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.body()).doesNotContain("style=\"", "onclick=\"", "innerHTML", "https://");
        }
        assertThat(Http.get(admin, "/index.html").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutATokenOnlyThisMachineIsServed() throws Exception {
        start();
        assertThat(statusFor("127.0.0.1:" + admin)).isEqualTo("200");
        assertThat(statusFor("localhost")).isEqualTo("200");
        assertThat(statusFor("[::1]:" + admin)).isEqualTo("200");
        for (String host : List.of("evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "", "a b")) {
            assertThat(statusFor(host)).as(host).isIn("400", "403");
        }
    }

    @Test
    void beyondLoopbackATokenIsNeeded() throws Exception {
        start("GUARD_ADMIN_BIND", "0.0.0.0");
        for (String path : List.of("/api/console", "/api/rooms", "/api/events", "/api/timeline?room=x")) {
            assertThat(Http.get(admin, path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(status(stop("EG_x").header("X-CSRF-Token", "x"))).isEqualTo(403);
        assertThat(Http.get(admin, "/metrics").statusCode()).isEqualTo(200);
        assertThat(Http.get(admin, "/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void tokenIsAHeaderOrALogin() throws Exception {
        start("GUARD_ADMIN_BIND", "0.0.0.0", "GUARD_ADMIN_TOKEN", TOKEN);
        assertThat(Http.get(admin, "/api/rooms").statusCode()).isEqualTo(401);
        assertThat(status(request("/api/rooms").header("Authorization", "Bearer " + TOKEN + "x")))
                .isEqualTo(401);
        assertThat(status(request("/api/rooms").header("Authorization", "Bearer " + TOKEN)))
                .isEqualTo(200);
        assertThat(Http.get(admin, "/").body()).contains("action=\"/login\"");

        for (String path : List.of(
                "/api/rooms/",
                "//api/rooms",
                "/API/rooms",
                "/%61pi/rooms",
                "/api;x/rooms",
                "/x/../api/rooms",
                "/api/./rooms")) {
            assertThat(statusFor("localhost", path)).as(path).isIn("400", "401", "404");
        }

        assertThat(login("wrong").statusCode()).isEqualTo(401);
        HttpResponse<String> in = login(TOKEN);
        assertThat(in.statusCode()).isEqualTo(303);
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN, "Secure");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(status(request("/api/rooms").header("Cookie", pair))).isEqualTo(200);
        assertThat(Http.send(request("/").header("Cookie", pair)).body()).contains("/app.js");
        assertThat(status(request("/api/rooms").header("Cookie", pair + "0"))).isEqualTo(401);
    }

    private HttpResponse<String> login(String token) throws IOException {
        return Http.send(request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + token)));
    }

    @Test
    void onlyTheConsoleStopsAnEgress() throws Exception {
        start();
        String egress = live();
        String own = forgeryToken();
        assertThat(status(stop(egress))).isEqualTo(403);
        assertThat(status(stop(egress).header("X-CSRF-Token", "x"))).isEqualTo(403);
        assertThat(status(stop(egress).header("X-CSRF-Token", own).header("Origin", "http://evil.example")))
                .isEqualTo(403);
        assertThat(status(stop("EG_unknown").header("X-CSRF-Token", own))).isEqualTo(404);
        assertThat(livekit.calls("StopEgress")).isEmpty();

        assertThat(status(stop(egress).header("X-CSRF-Token", own).header("Origin", "http://127.0.0.1:" + admin)))
                .isEqualTo(202);
        await().atMost(LONG)
                .until(() -> timeline().contains("\"OperatorStop\"")
                        && timeline().contains("\"OperatorStopEnded\"")
                        && timeline().contains("\"by\":\"OTHERS\""));
        assertThat(timeline()).contains("\"name\":\"stopped\"");
        assertThat(livekit.calls("StopEgress")).hasSize(1);
    }

    @Test
    void dryRunStopsNothingForOperatorsEither() throws Exception {
        start("GUARD_DRY_RUN", "on");
        String egress = live();
        assertThat(Http.json(admin, "/api/console").get("dryRun").getAsBoolean())
                .isTrue();
        assertThat(status(stop(egress).header("X-CSRF-Token", forgeryToken()))).isEqualTo(202);
        assertThat(timeline()).contains("\"OperatorStop\"", "\"dryRun\":true").doesNotContain("OperatorStopEnded");
        assertThat(livekit.calls("StopEgress")).isEmpty();
    }

    @Test
    void programsWithTheTokenNeedNothingElse() throws Exception {
        start("GUARD_ADMIN_TOKEN", TOKEN);
        String egress = live();
        assertThat(status(stop(egress).header("Authorization", "Bearer " + TOKEN)))
                .isEqualTo(202);
        await().atMost(LONG).until(() -> timeline().contains("\"OperatorStopEnded\""));
    }

    @Test
    void newsAreOnlyWhatChanged() throws Exception {
        start();
        live();
        JsonObject[] news = {Http.json(admin, "/api/console")};
        assertThat(news[0].get("full").getAsBoolean()).isTrue();
        assertThat(news[0].getAsJsonArray("rooms")).hasSize(1);
        assertThat(news[0].getAsJsonArray("rooms")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("history")
                        .keySet())
                .contains("FUSED", "WEBHOOK", "POLLING", "MEDIA_WATCH", "LEASE");
        await().atMost(LONG).until(() -> {
            news[0] =
                    Http.json(admin, "/api/console?since=" + news[0].get("mark").getAsString());
            return news[0].getAsJsonArray("rooms").isEmpty();
        });
        assertThat(news[0].get("full").getAsBoolean()).isFalse();
        assertThat(Http.json(admin, "/api/console?since=other-1").get("full").getAsBoolean())
                .isTrue();
    }
}
