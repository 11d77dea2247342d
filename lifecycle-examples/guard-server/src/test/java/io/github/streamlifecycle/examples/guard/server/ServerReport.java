package io.github.streamlifecycle.examples.guard.server;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.livekit.server.AccessToken;
import io.livekit.server.CanPublish;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomName;
import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Run by command, as {@code docs/load.md} says: how soon the program is ready, the memory that it occupies without rooms and with
 * many of them, and the processor time of leases over WebSockets. Its heap is that of a container of 512 MiB. On Linux only.
 */
class ServerReport {
    private static final int ROOMS = Integer.getInteger("server.rooms", 1_000);
    private static final int LEASES = Integer.getInteger("server.leases", 10_000);
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("server.seconds", 60));
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int OPENED_AT_ONCE = 100;
    private static final int SLICES = 20;
    private static final List<String> CONTAINER =
            List.of("-XX:+UseSerialGC", "-XX:MaxRAM=512m", "-XX:MaxRAMPercentage=50");

    private final List<String> lines = new ArrayList<>();
    private final int open = Http.freePort();
    private final int admin = Http.freePort();

    @Test
    void server() throws Exception {
        try (LiveKitDouble livekit = LiveKitDouble.builder()
                        .webhookTo(URI.create("http://127.0.0.1:" + open + "/livekit/webhook"))
                        .start();
                LiveKit client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret())) {
            Map<String, String> environment = Map.of(
                    "LIVEKIT_URL", livekit.url(),
                    "LIVEKIT_API_KEY", livekit.apiKey(),
                    "LIVEKIT_API_SECRET", livekit.apiSecret(),
                    "GUARD_BIND", "127.0.0.1",
                    "GUARD_PORT", Integer.toString(open));
            for (int i = 0; i < 3; i++) {
                start(environment).close();
            }
            try (GuardProcess guard = start(environment)) {
                tell("memory without rooms", guard, "VmRSS");
                live(livekit, client);
                rest(guard, MEASURED);
                tell("memory with " + ROOMS + " rooms", guard, "VmRSS");
                leases(livekit, guard);
                tell("memory with leases too", guard, "VmRSS");
                tell("the most that it was", guard, "VmHWM");
            }
        }
        Files.write(Path.of("target", "server.md"), lines);
    }

    private GuardProcess start(Map<String, String> environment) throws IOException {
        long began = System.nanoTime();
        GuardProcess guard = GuardProcess.start(CONTAINER, environment, admin);
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(guard::isReady);
        tell("ready after", "%.2f s", (System.nanoTime() - began) / 1e9);
        return guard;
    }

    private void live(LiveKitDouble livekit, LiveKit client) {
        Flowable.range(0, ROOMS)
                .map(i -> "room-" + i)
                .doOnNext(room -> {
                    livekit.joinAndPublish(room, "host");
                    livekit.join(room, "viewer");
                })
                .flatMapSingle(room ->
                        client.egress().start(room, RoomCompositeEgress.grid().toFile("/out/x.mp4")))
                .ignoreElements()
                .blockingAwait();
        await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> guarded() == ROOMS);
    }

    private long guarded() throws IOException {
        long guarded = 0;
        for (JsonElement room : Http.json(admin, "/api/rooms").getAsJsonArray("rooms")) {
            guarded += room.toString().contains("\"state\":\"UP/ON\"") ? 1 : 0;
        }
        return guarded;
    }

    /** Opens as many sockets as there are leases, ten hosts a room, and renews each of them once a second. */
    private void leases(LiveKitDouble livekit, GuardProcess guard) throws Exception {
        List<WebSocket> sockets = new ArrayList<>();
        for (int first = 0; first < LEASES; first += OPENED_AT_ONCE) {
            List<CompletableFuture<WebSocket>> opening = Stream.iterate(first, i -> i + 1)
                    .limit(Math.min(OPENED_AT_ONCE, LEASES - first))
                    .map(i -> opened(livekit, "room-" + i % ROOMS, "host-" + i / ROOMS))
                    .toList();
            opening.forEach(socket -> sockets.add(socket.join()));
        }
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        List<Future<?>> renewals = new ArrayList<>();
        for (int i = 0; i < SLICES; i++) {
            List<WebSocket> slice = sockets.subList(i * sockets.size() / SLICES, (i + 1) * sockets.size() / SLICES);
            renewals.add(clock.scheduleAtFixedRate(
                    () -> slice.forEach(socket ->
                            socket.sendText("{\"state\":\"publishing\"}", true).join()),
                    i * 1_000L / SLICES,
                    1_000,
                    TimeUnit.MILLISECONDS));
        }
        TimeUnit.SECONDS.sleep(10); // compiled by then
        double busy = rest(guard, MEASURED);
        tell("share of a core, with %d leases renewed each second".formatted(LEASES), "%.1f %%", busy * 100);
        tell("sockets open then", "%.0f", openSockets());
        renewals.forEach(renewal -> renewal.cancel(false));
        clock.shutdown();
        sockets.forEach(WebSocket::abort);
    }

    private CompletableFuture<WebSocket> opened(LiveKitDouble livekit, String room, String identity) {
        AccessToken token = new AccessToken(livekit.apiKey(), livekit.apiSecret());
        token.setIdentity(identity);
        token.addGrants(new RoomJoin(true), new RoomName(room), new CanPublish(true));
        String first =
                "{\"token\":\"%s\",\"lease\":\"%s\",\"state\":\"publishing\"}".formatted(token.toJwt(), identity);
        return Http.CLIENT
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + open + "/lease"), new WebSocket.Listener() {})
                .thenCompose(socket -> socket.sendText(first, true));
    }

    private double openSockets() throws IOException {
        return Http.get(admin, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("guard_server_lease_sockets"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Waits, and returns which share of a core the process used meanwhile. */
    private double rest(GuardProcess guard, Duration time) throws Exception {
        Duration before = guard.processorTime();
        long began = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        double used = guard.processorTime().minus(before).toNanos() / (double) (System.nanoTime() - began);
        tell("share of a core", "%.1f %%", used * 100);
        return used;
    }

    private void tell(String what, GuardProcess guard, String field) throws IOException {
        tell(what, "%.0f MB", guard.memory(field) / 1e6);
    }

    private void tell(String what, String form, double figure) {
        String line = "| " + what + " | " + String.format(Locale.ROOT, form, figure) + " |";
        System.out.println(line);
        lines.add(line);
    }
}
