package io.github.streamlifecycle.examples.guard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The program in processes that are killed or told to end, beside a double that outlives them. */
@Execution(ExecutionMode.CONCURRENT)
@Order(3)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
class GuardProcessTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String SUSPECTED = "\"state\":\"SUSPECT/ON\"";
    private static final String SOME_SECONDS = "12s"; // more than from a look at the room to the process's end
    private static final String SECRET = "planted-secret-0123456789abcdef0123456789";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> egressOf = new HashMap<>();
    private LiveKitDouble livekit;
    private LiveKit client;
    private int admin;
    private int open;

    @BeforeEach
    void start() {
        open = Http.freePort();
        admin = Http.freePort();
        livekit = LiveKitDouble.builder()
                .key("planted-key", SECRET)
                .webhookTo(URI.create("http://127.0.0.1:" + open + "/livekit/webhook"))
                .start();
        client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret());
        environment.put("LIVEKIT_URL", livekit.url());
        environment.put("LIVEKIT_API_KEY", livekit.apiKey());
        environment.put("LIVEKIT_API_SECRET", livekit.apiSecret());
        environment.put("GUARD_BIND", "127.0.0.1");
        environment.put("GUARD_PORT", Integer.toString(open));
        environment.put("GUARD_STORE", folder.resolve("guards").toString());
    }

    @AfterEach
    void close() {
        client.close();
        livekit.close();
    }

    private GuardProcess guard(String grace) throws IOException {
        environment.put("GUARD_GRACE", grace);
        return GuardProcess.start(environment, admin);
    }

    /** A room whose host is there, with an egress that the process guards. */
    private RoomMember live(GuardProcess guard, String room) {
        await().atMost(LONG).until(guard::isReady);
        RoomMember host = livekit.joinAndPublish(room, "host");
        livekit.join(room, "viewer");
        client.egress()
                .start(room, RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                .blockingGet();
        egressOf.put(room, livekit.awaitLive(room));
        awaitRoom(guard, room, "\"state\":\"UP/ON\"", "\"stage\":\"ACTIVE\"");
        return host;
    }

    private static void awaitRoom(GuardProcess guard, String room, String... parts) {
        await().atMost(LONG).until(() -> {
            String shown = guard.room(room);
            return Stream.of(parts).allMatch(shown::contains);
        });
    }

    /** The host leaves, and the guard waits in case it comes back. */
    private void drop(GuardProcess guard, String room) {
        live(guard, room).leave();
        awaitRoom(guard, room, SUSPECTED);
    }

    private long stops(String room) {
        return livekit.calls("StopEgress").stream()
                .filter(call -> call.egressId().equals(egressOf.get(room)))
                .count();
    }

    private void awaitStops(String room, int times) {
        await().atMost(LONG).until(() -> stops(room) >= times);
    }

    private void awaitEnded(String room) {
        await().atMost(LONG)
                .until(() -> client.egress().active(room).blockingGet().isEmpty());
    }

    private static void assertEnds(GuardProcess guard) throws InterruptedException {
        guard.terminate();
        assertThat(guard.exitCode()).isEqualTo(143);
    }

    private static void assertNoSecretIn(GuardProcess guard) {
        assertThat(guard.lines).noneMatch(line -> line.contains(SECRET) || line.contains("eyJ"));
    }

    @Test
    void killedWithStopsOnTheirWayItFinishesThemAfterTheRestart() throws Exception {
        environment.put("GUARD_LOG", "json");
        livekit.script("StopEgress", Fault.silence());
        try (GuardProcess first = guard("1s")) {
            live(first, "lost").leave();
            awaitStops("lost", 1);
            livekit.script("StopEgress", Fault.silence().thoughCarriedOut());
            live(first, "unanswered").leave();
            awaitStops("unanswered", 1);
            first.kill();
            try (GuardProcess second = guard("1s")) {
                awaitEnded("lost");
                awaitEnded("unanswered");
                awaitNothingIsGuarded(second);
                assertEnds(second);
                assertEachLineIsAnObject(second);
                assertNoSecretIn(first);
                assertNoSecretIn(second);
                assertStoppedOnceAtMost(first, second);
            }
        }
        assertThat(stops("lost"))
                .as("the one that was lost, and the one that took effect")
                .isGreaterThanOrEqualTo(2);
    }

    private static void awaitNothingIsGuarded(GuardProcess guard) {
        await().atMost(LONG).until(guard::isReady);
        await().atMost(LONG).until(() -> !guard.rooms().toString().contains("\"stage\""));
    }

    /** A JVM since 24 warns of native code and of Unsafe in lines of its own, on standard error. */
    private static void assertEachLineIsAnObject(GuardProcess guard) {
        assertThat(guard.lines)
                .filteredOn(line -> !line.startsWith("WARNING: "))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(JsonParser.parseString(line)
                                .getAsJsonObject()
                                .get("formattedMessage")
                                .getAsString())
                        .isNotEmpty());
    }

    /** A call to an egress that has ended by then does nothing, and its receipt says so. */
    private void assertStoppedOnceAtMost(GuardProcess... processes) {
        for (String egress : egressOf.values()) {
            assertThat(Stream.of(processes).flatMap(process -> process.lines.stream()))
                    .filteredOn(line ->
                            line.contains("StopEnded[") && line.contains(egress) && line.contains("receipt=Stopped["))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void killedOrToldToEndWithinTheGraceItRemembersAndStopsOnce() throws Exception {
        environment.put("GUARD_ORPHAN_LIMIT", "1h"); // that is not what finds it
        environment.put("GUARD_LOG", " "); // as if it were not set
        try (GuardProcess first = guard(SOME_SECONDS)) {
            drop(first, "killed");
            first.kill();
        }
        assertThat(stops("killed")).isZero();
        try (GuardProcess second = guard(SOME_SECONDS)) {
            drop(second, "told to end");
            assertEnds(second);
            assertThat(second.lines).last().asString().endsWith("GuardServer - ended");
        }
        assertThat(stops("told to end")).isZero();
        try (GuardProcess third = guard(SOME_SECONDS)) {
            awaitEnded("killed");
            awaitEnded("told to end");
            awaitNothingIsGuarded(third);
            assertEnds(third);
        }
        assertThat(stops("killed")).isOne();
        assertThat(stops("told to end")).isOne();
    }

    @Test
    void killedWithinTheGraceItStopsOnceWithoutAStoreToo() throws Exception {
        environment.remove("GUARD_STORE");
        environment.put("GUARD_ORPHAN_LIMIT", "2s");
        try (GuardProcess first = guard("1h")) {
            drop(first, "my-room");
            first.kill();
        }
        try (GuardProcess second = guard("1s")) {
            awaitEnded("my-room");
            awaitNothingIsGuarded(second);
            assertEnds(second);
        }
        assertThat(stops("my-room")).isOne();
    }

    @Test
    void wrongConfigurationIsToldAtOnce() throws Exception {
        environment.put("GUARD_PORT", "x");
        environment.put("GUARD_LOG", SECRET);
        environment.put("GUARD_WATCH", "maybe");
        try (GuardProcess wrong = guard("1s")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.lines)
                    .hasSize(4)
                    .contains("GUARD_PORT has to be a number from 0 to 65535, not \"x\"")
                    .endsWith("--help lists the variables");
            assertNoSecretIn(wrong);
        }
    }
}
