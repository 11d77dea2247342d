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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The program in processes that are killed or told to end, beside a double that outlives them. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
class GuardProcessTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String SECRET = "planted-secret-0123456789abcdef0123456789";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
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
        environment.put("GUARD_GRACE", "1s");
    }

    @AfterEach
    void close() {
        client.close();
        livekit.close();
    }

    private GuardProcess guard(String... args) throws IOException {
        return GuardProcess.start(environment, admin, args);
    }

    /** A room whose host is there, with an egress that the process guards. */
    private RoomMember live(GuardProcess guard) {
        RoomMember host = livekit.joinAndPublish("my-room", "host");
        livekit.join("my-room", "viewer");
        client.egress()
                .start("my-room", RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                .blockingGet();
        await().atMost(LONG).until(guard::isReady);
        await().atMost(LONG)
                .until(() -> guard.rooms().toString().contains("\"state\":\"UP/ON\"")
                        && guard.rooms().toString().contains("\"stage\":\"ACTIVE\""));
        return host;
    }

    private void awaitEnded() {
        await().atMost(LONG)
                .until(() -> client.egress().active("my-room").blockingGet().isEmpty());
    }

    private static void assertNoSecretIn(GuardProcess guard) {
        assertThat(guard.lines).noneMatch(line -> line.contains(SECRET) || line.contains("eyJ"));
    }

    @Test
    void killedWithAStopOnItsWayItStopsAfterTheRestart() throws Exception {
        environment.put("GUARD_LOG", "json");
        livekit.script("StopEgress", Fault.silence());
        try (GuardProcess first = guard()) {
            live(first).leave();
            await().atMost(LONG).until(() -> livekit.calls("StopEgress").size() == 1);
            first.kill();
            try (GuardProcess second = guard()) {
                await().atMost(LONG).until(second::isReady);
                awaitEnded();
                second.terminate();
                assertThat(second.exitCode()).isEqualTo(143);
                assertThat(second.lines)
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(JsonParser.parseString(line)
                                        .getAsJsonObject()
                                        .get("formattedMessage")
                                        .getAsString())
                                .isNotEmpty());
                assertNoSecretIn(first);
                assertNoSecretIn(second);
                assertStoppedOnceAtMost(first, second);
            }
        }
        assertThat(livekit.calls("StopEgress"))
                .as("the one that was lost, and the one that took effect")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    /** A call to an egress that has ended by then does nothing, and its receipt says so. */
    private static void assertStoppedOnceAtMost(GuardProcess first, GuardProcess second) {
        assertThat(Stream.of(first, second).flatMap(process -> process.lines.stream()))
                .filteredOn(line -> line.contains("StopEnded[") && line.contains("receipt=Stopped["))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void killedBeforeTheAnswerItComesToTheSameEnd() throws Exception {
        livekit.script("StopEgress", Fault.silence().thoughCarriedOut());
        try (GuardProcess first = guard()) {
            live(first).leave();
            await().atMost(LONG).until(() -> livekit.calls("StopEgress").size() == 1);
            first.kill();
            try (GuardProcess second = guard()) {
                await().atMost(LONG).until(second::isReady);
                awaitEnded();
                await().atMost(LONG).until(() -> !second.rooms().toString().contains("\"stage\""));
                second.terminate();
                assertThat(second.exitCode()).isEqualTo(143);
            }
        }
        assertThat(livekit.calls("StopEgress"))
                .as("one more, without effect, if the last moments were not stored")
                .hasSizeBetween(1, 2);
    }

    @Test
    void toldToEndWithinTheGraceItStopsAfterTheRestart() throws Exception {
        environment.put("GUARD_GRACE", "20s");
        try (GuardProcess first = guard()) {
            live(first).leave();
            await().atMost(LONG).until(() -> first.rooms().toString().contains("\"state\":\"SUSPECT/ON\""));
            first.terminate();
            assertThat(first.exitCode()).isEqualTo(143);
            assertThat(first.lines).last().asString().endsWith("GuardServer - ended");
        }
        assertThat(livekit.calls("StopEgress")).isEmpty();
        environment.put("GUARD_GRACE", "1s");
        try (GuardProcess second = guard()) {
            awaitEnded();
            second.terminate();
            second.exitCode();
        }
        assertThat(livekit.calls("StopEgress")).hasSize(1);
    }

    @Test
    void blankVariableLeavesTheLogOn() throws Exception {
        environment.put("GUARD_LOG", " ");
        try (GuardProcess guard = guard()) {
            await().atMost(LONG).until(guard::isReady);
            guard.terminate();
            guard.exitCode();
            assertThat(guard.lines).last().asString().endsWith("GuardServer - ended");
        }
    }

    @Test
    void wrongConfigurationIsToldAtOnce() throws Exception {
        environment.put("GUARD_PORT", "x");
        environment.put("GUARD_LOG", SECRET);
        environment.put("GUARD_WATCH", "maybe");
        try (GuardProcess wrong = guard()) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.lines)
                    .hasSize(4)
                    .contains("GUARD_PORT has to be a number from 0 to 65535, not \"x\"")
                    .endsWith("--help lists the variables");
            assertNoSecretIn(wrong);
        }
    }

    @Test
    void helpListsTheVariables() throws Exception {
        try (GuardProcess help = guard("--help")) {
            assertThat(help.exitCode()).isZero();
            assertThat(help.lines).anyMatch(line -> line.contains("LIVEKIT_API_SECRET"));
        }
        try (GuardProcess unknown = guard("--hlep")) {
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.lines).isEqualTo(List.of("unknown option: --hlep", "--help lists the options"));
        }
        try (GuardProcess unknown = guard("--demo", "--hlep")) {
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.lines).first().isEqualTo("unknown option: --hlep");
        }
    }
}
