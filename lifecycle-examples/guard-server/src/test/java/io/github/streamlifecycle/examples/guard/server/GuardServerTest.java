package io.github.streamlifecycle.examples.guard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.WrongConfiguration;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A guard server over HTTP, beside the double. */
@Execution(ExecutionMode.CONCURRENT)
@Order(Integer.MAX_VALUE)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GuardServerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private LiveKitDouble livekit;
    private LiveKit client;
    private GuardServer server;
    private int open;
    private int admin;

    @BeforeEach
    void start() throws IOException, WrongConfiguration {
        open = Http.freePort();
        livekit = LiveKitDouble.builder()
                .speed(5)
                .webhookTo(URI.create("http://127.0.0.1:" + open + "/livekit/webhook"))
                .start();
        client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret());
        server = GuardServer.start(GuardConfig.of(environment(Map.of())));
        admin = server.ports().adminPort();
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>();
        all.put("LIVEKIT_URL", livekit.url());
        all.put("LIVEKIT_API_KEY", livekit.apiKey());
        all.put("LIVEKIT_API_SECRET", livekit.apiSecret());
        all.put("GUARD_BIND", "127.0.0.1");
        all.put("GUARD_PORT", Integer.toString(open));
        all.put("GUARD_ADMIN_PORT", "0");
        all.put("GUARD_GRACE", "200ms");
        all.putAll(more);
        return all;
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
        livekit.close();
    }

    private RoomMember live(String room) {
        RoomMember host = livekit.joinAndPublish(room, "host");
        livekit.join(room, "viewer");
        client.egress()
                .start(room, RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                .blockingGet();
        livekit.awaitLive(room);
        return host;
    }

    private JsonObject room(String name) throws IOException {
        JsonArray rooms = Http.json(admin, "/api/rooms?room=" + name).getAsJsonArray("rooms");
        return rooms.isEmpty() ? new JsonObject() : rooms.get(0).getAsJsonObject();
    }

    private JsonObject awaitRoom(String name, String state) {
        JsonObject[] last = new JsonObject[1];
        await().atMost(LONG).until(() -> {
            last[0] = room(name);
            return last[0].toString().contains("\"state\":\"" + state + "\"")
                    && last[0].toString().contains("\"stage\":\"ACTIVE\"");
        });
        return last[0];
    }

    private String lease(String room, String state) {
        String token = client.publishToken(room, "host", Duration.ofMinutes(5));
        return "{\"token\":\"" + token + "\",\"lease\":\"tab\",\"state\":\"" + state + "\"}";
    }

    /** Reads server-sent events until one of a type has come. */
    private List<JsonObject> eventsUntil(String path, String type) throws Exception {
        HttpResponse<Stream<String>> stream = Http.CLIENT
                .sendAsync(Http.to(admin, path).build(), BodyHandlers.ofLines())
                .get(60, TimeUnit.SECONDS);
        List<JsonObject> events = new ArrayList<>();
        try (Stream<String> lines = stream.body()) {
            for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
                String line = all.next();
                if (line.startsWith("data: [")) {
                    for (JsonElement event :
                            JsonParser.parseString(line.substring(6)).getAsJsonArray()) {
                        events.add(event.getAsJsonObject());
                        if (events.get(events.size() - 1)
                                .get("type")
                                .getAsString()
                                .equals(type)) {
                            return events;
                        }
                    }
                }
            }
        }
        return events;
    }

    @Test
    void hostThatLeavesIsToldAsAStoryAndStopped() throws Exception {
        String mark = Http.json(admin, "/api/rooms").get("after").getAsString();
        RoomMember host = live("my-room");
        JsonObject room = awaitRoom("my-room", "UP/ON");
        assertThat(room.get("presence").getAsString()).isEqualTo("UP");
        JsonObject seen = room.getAsJsonArray("hosts").get(0).getAsJsonObject();
        assertThat(seen.get("identity").getAsString()).isEqualTo("host");
        assertThat(room.getAsJsonArray("blind").toString()).isEqualTo("[\"MEDIA_WATCH\",\"LEASE\"]");
        JsonObject egress = room.getAsJsonArray("egress").get(0).getAsJsonObject();
        assertThat(egress.get("egress").getAsString()).startsWith("EG_");
        assertThat(egress.get("owner").toString()).isEqualTo("{\"kind\":\"host\"}");
        assertThat(egress.get("outlook").toString()).isEqualTo("{\"kind\":\"goes_on\"}");
        assertThat(egress.getAsJsonArray("readings"))
                .extracting(reading -> reading.getAsJsonObject().get("source").getAsString())
                .containsExactly("WEBHOOK", "POLLING", "MEDIA_WATCH", "LEASE");
        host.leave();
        List<JsonObject> events = eventsUntil("/api/events?after=" + mark, "EgressEnded");
        assertThat(events)
                .extracting(event -> event.get("type").getAsString())
                .startsWith("Guarding")
                .contains("HostChanged", "StopDecided", "StopEnded")
                .endsWith("EgressEnded");
        assertThat(events).extracting(event -> event.get("id").getAsLong()).isSorted();
        JsonObject decided = events.stream()
                .filter(event -> event.get("type").getAsString().equals("StopDecided"))
                .findFirst()
                .orElseThrow();
        String drop = decided.get("drop").getAsString();
        assertThat(drop).isIn("CLEAN_LEAVE", "CONNECTION_LOST"); // by the webhook or the list, whichever is faster
        assertThat(livekit.calls("StopEgress")).hasSize(1);
        assertThat(Http.get(admin, "/metrics").body())
                .containsPattern("guard_server_webhooks_total\\{status=\"200\"} [1-9]")
                .contains("livekit_rooms_decisions_total{drop=\"" + drop.toLowerCase(Locale.ROOT) + "\"} 1.0");
        assertThat(room("my-room").getAsJsonArray("ended").toString()).contains("\"by\":\"GUARD\"");
    }

    @Test
    void readerOfEventsComesBackWhereItWas() throws Exception {
        live("my-room");
        awaitRoom("my-room", "UP/ON");
        String mark = Http.json(admin, "/api/rooms").get("after").getAsString();
        String process = mark.substring(0, mark.indexOf('-'));
        List<JsonObject> all = eventsUntil("/api/events?after=" + process + "-0", "HostChanged");
        assertThat(all.get(0).get("id").getAsLong()).isEqualTo(1);
        List<JsonObject> rest = eventsUntil("/api/events?after=" + process + "-1", "HostChanged");
        assertThat(rest).isEqualTo(all.subList(1, all.size()));
        HttpResponse<Stream<String>> stream = Http.CLIENT.send(
                Http.to(admin, "/api/events").header("Last-Event-ID", "older-7").build(), BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            assertThat(lines.anyMatch("event: missed"::equals)).isTrue();
        }
    }

    @Test
    void leaseByPostIsKeptAndFreeForEveryOrigin() throws IOException {
        live("my-room");
        awaitRoom("my-room", "UP/ON");
        HttpResponse<String> kept = Http.send(Http.to(open, "/lease")
                .header("Content-Type", "text/plain;charset=UTF-8")
                .header("Origin", "https://studio.example")
                .POST(HttpRequest.BodyPublishers.ofString(lease("my-room", "publishing"))));
        assertThat(kept.statusCode()).isEqualTo(204);
        assertThat(kept.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        await().atMost(LONG)
                .until(() -> !room("my-room").get("blind").toString().contains("LEASE"));
        HttpResponse<String> preflight =
                Http.send(Http.to(open, "/lease").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("POST");
        HttpResponse<String> script = Http.get(open, "/lease.js");
        assertThat(script.body()).contains("export function keepLease");
        assertThat(script.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
    }

    /** A WebSocket, and what came over it. */
    private final class Socket implements WebSocket.Listener {
        private final List<String> replies = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final WebSocket socket = Http.CLIENT
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + open + "/lease"), this)
                .join();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            replies.add(text.toString());
            return WebSocket.Listener.super.onText(from, text, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return WebSocket.Listener.super.onClose(from, code, reason);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    @Test
    void leaseBySocketIsAnsweredAndClosedWithItsCode() throws Exception {
        Socket host = new Socket();
        host.socket.sendText(lease("my-room", "publishing"), true).join();
        await().atMost(LONG).until(() -> host.replies.equals(List.of("204")));
        assertThat(Http.get(admin, "/metrics").body()).contains("guard_server_lease_sockets 1.0");
        Socket stranger = new Socket();
        stranger.socket
                .sendText("{\"lease\":\"x\",\"state\":\"publishing\"}", true)
                .join();
        assertThat(stranger.closed.get(60, TimeUnit.SECONDS)).isEqualTo(4401);
        Socket binary = new Socket();
        binary.socket.sendBinary(ByteBuffer.wrap(new byte[1]), true).join();
        assertThat(binary.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1003);
        host.socket.sendClose(1000, "").join();
        await().atMost(LONG).until(() -> Http.get(admin, "/metrics").body().contains("guard_server_lease_sockets 0.0"));
    }

    @Test
    void socketThatFloodsIsClosed() throws Exception {
        Socket host = new Socket();
        flood(host, lease("my-room", "publishing"));
        await().atMost(LONG).until(() -> Http.get(admin, "/metrics").body().contains("guard_server_lease_sockets 0.0"));
        assertThat(host.replies).contains("204", "429").hasSizeLessThan(10_000);
    }

    @Test
    void socketClosedForItsFloodIsNoFallOfItsHost() throws Exception {
        flood(new Socket(), lease("my-room", "publishing"));
        LeaseSign[] last = new LeaseSign[1];
        await().atMost(LONG).until(() -> {
            last[0] =
                    ((Observation.Lease) server.guards().lease().says("my-room").get(0)).sign();
            return last[0] != LeaseSign.RENEWED;
        });
        assertThat(last[0]).as("it has not come back").isEqualTo(LeaseSign.SILENT);
    }

    /** Once the socket is closed this fails, and whether the code still arrives is up to the network. */
    private static void flood(Socket host, String message) throws Exception {
        for (int i = 0; i < 10_000 && !host.closed.isDone(); i++) {
            host.socket
                    .sendText(message, true)
                    .exceptionally(closed -> host.socket)
                    .get(60, TimeUnit.SECONDS);
        }
    }

    /** A large body may be cut before the client has read the answer. */
    private boolean isRefused(String path, HttpRequest.BodyPublisher body) {
        try {
            return Http.send(Http.to(open, path).POST(body)).statusCode() == 413;
        } catch (IOException cut) {
            return true;
        }
    }

    @Test
    void bodiesAreLimited() throws IOException {
        assertThat(isRefused("/lease", HttpRequest.BodyPublishers.ofString("x".repeat(16 * 1024 + 1))))
                .isTrue();
        assertThat(isRefused("/livekit/webhook", HttpRequest.BodyPublishers.ofString("x".repeat(1024 * 1024 + 1))))
                .isTrue();
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("x".repeat(20_000)));
        assertThat(isRefused("/lease", chunked)).isTrue();
        assertThat(isRefused("/nothing", HttpRequest.BodyPublishers.ofString("x")))
                .isTrue();
        assertThat(Http.post(open, "/lease", "x".repeat(16 * 1024)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void forgedWebhooksAreRefusedAndTheirSendersSocketsHurried() throws Exception {
        for (int i = 0; i < Refused.TIMES; i++) {
            assertThat(Http.post(open, "/livekit/webhook", "{}").statusCode()).isEqualTo(401);
        }
        Socket nobody = new Socket();
        Socket host = new Socket(); // behind the same address
        host.socket.sendText(lease("my-room", "publishing"), true).join();
        await("a valid message is never refused for the sake of others")
                .atMost(LONG)
                .until(() -> host.replies.equals(List.of("204")));
        assertThat(nobody.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1008);
        assertThat(host.closed).isNotDone();
        assertThat(Http.post(open, "/lease", lease("my-room", "publishing")).statusCode())
                .isEqualTo(204);
    }

    /** More than are forgiven while they are sent, on a machine however slow. */
    private static final class Refused {
        static final int TIMES = 400;
    }

    @Test
    void portsServeOnlyWhatIsTheirs() throws IOException {
        for (String path : List.of("/api/rooms", "/api/events", "/metrics")) {
            assertThat(Http.get(open, path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(Http.get(admin, "/lease.js").statusCode()).isEqualTo(404);
        for (int port : List.of(open, admin)) {
            assertThat(Http.get(port, "/health/live").body()).isEqualTo("live");
            assertThat(Http.get(port, "/health/ready").statusCode()).isEqualTo(200);
        }
        server.ports().notReady();
        assertThat(Http.get(open, "/health/ready").statusCode()).isEqualTo(503);
        assertThat(Http.get(open, "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void snapshotIsLimitedAndRefusesNonsense() throws IOException {
        live("a");
        live("b");
        awaitRoom("a", "UP/ON");
        awaitRoom("b", "UP/ON");
        JsonObject one = Http.json(admin, "/api/rooms?limit=1");
        assertThat(one.get("total").getAsInt()).isEqualTo(2);
        assertThat(one.getAsJsonArray("rooms")).hasSize(1);
        assertThat(Http.get(admin, "/api/rooms?limit=x").statusCode()).isEqualTo(400);
    }

    @Test
    void dropThatIsWaitedOutHasADeadline() throws Exception {
        server.close();
        server = GuardServer.start(GuardConfig.of(environment(Map.of("GUARD_GRACE", "1h"))));
        admin = server.ports().adminPort();
        RoomMember host = live("my-room");
        awaitRoom("my-room", "UP/ON");
        host.leave();
        JsonObject egress = awaitRoom("my-room", "SUSPECT/ON")
                .getAsJsonArray("egress")
                .get(0)
                .getAsJsonObject();
        JsonObject outlook = egress.getAsJsonObject("outlook");
        assertThat(outlook.get("kind").getAsString()).isEqualTo("stops_at");
        // the list of participants may be faster than the webhook, and has no reason
        assertThat(outlook.get("drop").getAsString()).isIn("CLEAN_LEAVE", "CONNECTION_LOST");
        assertThat(outlook.get("at").getAsLong() - outlook.get("since").getAsLong())
                .isEqualTo(Duration.ofHours(1).toMillis());
    }

    @Test
    void dryRunStopsNothing() throws Exception {
        server.close();
        server = GuardServer.start(GuardConfig.of(environment(Map.of("GUARD_DRY_RUN", "on"))));
        admin = server.ports().adminPort();
        RoomMember host = live("my-room");
        awaitRoom("my-room", "UP/ON");
        String mark = Http.json(admin, "/api/rooms").get("after").getAsString();
        host.leave();
        eventsUntil("/api/events?after=" + mark, "StopEnded");
        assertThat(livekit.calls("StopEgress")).isEmpty();
    }
}
