package io.github.streamlifecycle.examples.guard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Three replicas in this JVM beside a double. The last fact costs one of them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROOMS = 12;

    private static final List<GuardServer> servers = new ArrayList<>();
    private static LiveKitDouble livekit;
    private static LiveKit client;
    private static Shows shows;

    @BeforeAll
    static void start() {
        List<Integer> open = ports();
        List<Integer> cluster = ports();
        LiveKitDouble.Builder builder = LiveKitDouble.builder();
        // to one of them only, as a load balancer may have it
        livekit = builder.webhookTo(URI.create("http://127.0.0.1:" + open.get(1) + "/livekit/webhook"))
                .start();
        client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret());
        shows = new Shows(livekit, client);
        String seeds = String.join(
                ",", cluster.stream().map(port -> "localhost:" + port).toList());
        List<CompletableFuture<GuardServer>> starting = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> server(Map.of(
                        "GUARD_PORT", Integer.toString(open.get(i)),
                        "GUARD_CLUSTER_PORT", Integer.toString(cluster.get(i)),
                        "GUARD_SEEDS", seeds))))
                .toList();
        starting.forEach(one -> servers.add(one.join()));
    }

    private static List<Integer> ports() {
        return Stream.generate(Http::freePort).distinct().limit(3).toList();
    }

    private static GuardServer server(Map<String, String> own) {
        Map<String, String> all = shows.environment();
        all.putAll(own);
        all.put("GUARD_ADMIN_PORT", "0");
        all.put("GUARD_GRACE", "3s");
        try {
            return GuardServer.start(GuardConfig.of(all));
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @AfterAll
    static void close() {
        servers.parallelStream().forEach(GuardServer::close);
        client.close();
        livekit.close();
    }

    private static JsonObject rooms(GuardServer server) throws IOException {
        return Http.json(server.ports().adminPort(), "/api/rooms");
    }

    private static JsonObject room(GuardServer server, String name) throws IOException {
        var rooms =
                Http.json(server.ports().adminPort(), "/api/rooms?room=" + name).getAsJsonArray("rooms");
        return rooms.isEmpty() ? new JsonObject() : rooms.get(0).getAsJsonObject();
    }

    /** Returns the replica that guards a room. */
    private static GuardServer home(String room) {
        return servers.stream()
                .filter(server -> server.guards().rooms().stream()
                        .anyMatch(guard -> guard.room().equals(room)))
                .findFirst()
                .orElseThrow();
    }

    private static long stops(String egress) {
        return livekit.calls("StopEgress").stream()
                .filter(call -> call.toString().contains(egress))
                .count();
    }

    private static String egress(String room) throws IOException {
        return room(servers.get(0), room)
                .getAsJsonArray("egress")
                .get(0)
                .getAsJsonObject()
                .get("egress")
                .getAsString();
    }

    @Test
    @Order(1)
    void everyReplicaShowsAllRooms() {
        shows.begin(ROOMS);
        for (GuardServer server : servers) {
            await().atMost(LONG).until(() -> {
                JsonArray rooms = rooms(server).getAsJsonArray("rooms");
                return StreamSupport.stream(rooms.spliterator(), false)
                                .filter(room -> room.toString().contains("\"state\":\"UP/ON\"")
                                        && room.toString().contains("\"stage\":\"ACTIVE\"")
                                        && room.getAsJsonObject().has("replica"))
                                .count()
                        == ROOMS;
            });
        }
        Set<String> places = new HashSet<>();
        servers.forEach(server -> server.guards().rooms().forEach(guard -> places.add(guard.room())));
        assertThat(places).hasSize(ROOMS);
        assertThat(servers)
                .allSatisfy(server -> assertThat(server.guards().rooms())
                        .as("they are spread")
                        .hasSizeBetween(1, ROOMS - 2));
    }

    @Test
    @Order(2)
    void hostThatLeavesLosesItsEgressOnce() throws Exception {
        Map<String, String> leaving = new HashMap<>();
        for (String room : List.of("room-0", "room-1", "room-2", "room-3")) {
            leaving.put(room, egress(room));
            shows.host(room).leave();
        }
        for (GuardServer server : servers) {
            for (String room : leaving.keySet()) {
                await().atMost(LONG).until(() -> timeline(server, room).contains("\"type\":\"EgressEnded\""));
                assertThat(timeline(server, room)).contains("StopDecided", "\"drop\":\"CLEAN_LEAVE\"");
            }
        }
        assertThat(leaving.values())
                .allSatisfy(egress -> assertThat(stops(egress)).isEqualTo(1));
        assertThat(livekit.calls("StopEgress")).hasSize(leaving.size());
    }

    private static String timeline(GuardServer server, String room) throws IOException {
        return Http.json(server.ports().adminPort(), "/api/timeline?room=" + room)
                .get("events")
                .toString();
    }

    /** Renews a host's lease; nothing is renewed where nobody listens any more. */
    private static int post(GuardServer server, String room) {
        String token = client.publishToken(room, "host", Duration.ofMinutes(5));
        String message = "{\"token\":\"" + token + "\",\"lease\":\"tab\",\"state\":\"publishing\"}";
        try {
            return Http.post(server.ports().openPort(), "/lease", message).statusCode();
        } catch (IOException closed) {
            return 503;
        }
    }

    private static String lease(GuardServer server, String room) throws IOException {
        for (JsonElement reading : room(server, room)
                .getAsJsonArray("egress")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("readings")) {
            if (reading.toString().contains("\"LEASE\"")) {
                return reading.getAsJsonObject().get("reason").getAsString();
            }
        }
        return "";
    }

    private static GuardServer other(GuardServer home) {
        return servers.stream().filter(server -> server != home).findFirst().orElseThrow();
    }

    @Test
    @Order(3)
    void leaseAtAnyReplicaReachesItsRoom() {
        GuardServer home = home("room-4");
        await().atMost(LONG).until(() -> {
            assertThat(post(other(home), "room-4")).isEqualTo(204);
            return lease(home, "room-4").equals("LEASE_RENEWED");
        });
    }

    /** The grace period goes on elsewhere, and the leases that arrived here are unknown, not silent. */
    @Test
    @Order(4)
    void replicaThatLeavesHandsOverWhatItKnows() throws Exception {
        GuardServer leaves = home("room-5");
        String falling = egress("room-5");
        // none of the rooms before: the lease that room-4 has may fall silent meanwhile
        String elsewhere = IntStream.range(6, ROOMS)
                .mapToObj(Shows::room)
                .filter(room -> home(room) != leaves)
                .findFirst()
                .orElseThrow();
        GuardServer stays = home(elsewhere);
        ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor();
        var unused = renewing.scheduleWithFixedDelay(() -> post(leaves, elsewhere), 0, 300, TimeUnit.MILLISECONDS);
        await().atMost(LONG).until(() -> lease(stays, elsewhere).equals("LEASE_RENEWED"));
        long before = livekit.calls("StopEgress").size();
        shows.host("room-5").leave();
        await().atMost(LONG).until(() -> room(leaves, "room-5").toString().contains("\"state\":\"SUSPECT/ON\""));
        leaves.close();
        renewing.shutdownNow();
        servers.remove(leaves);
        await().atMost(LONG).until(() -> timeline(stays, "room-5").contains("\"type\":\"EgressEnded\""));
        assertThat(timeline(stays, "room-5"))
                .contains("\"drop\":\"CLEAN_LEAVE\"")
                .doesNotContain("ORPHAN");
        assertThat(stops(falling)).isEqualTo(1);
        assertThat(livekit.calls("StopEgress")).hasSize((int) before + 1);
        await().atMost(LONG).until(() -> !lease(stays, elsewhere).equals("LEASE_RENEWED"));
        assertThat(lease(stays, elsewhere)).isEqualTo("NOTHING_KNOWN");
        await().atMost(LONG)
                .until(() -> servers.stream()
                                .mapToInt(server -> server.guards().rooms().size())
                                .sum()
                        == ROOMS);
        await().atMost(LONG)
                .until(() -> rooms(stays)
                                .getAsJsonObject("replicas")
                                .getAsJsonArray("members")
                                .size()
                        == 2);
        String metrics = Http.get(stays.ports().adminPort(), "/metrics").body();
        assertThat(metrics).contains("guard_server_replicas{reach=\"reached\"} 1.0", "guard_server_rooms_moved_total");
    }
}
