package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.NextEgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The program in this process, with real media through its own relay, against the embedded double. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostClientTest {
    @TempDir
    private Path directory;

    private ProgramRun recorded(String... args) throws IOException {
        Path file = directory.resolve("run.jsonl");
        List<String> all = new ArrayList<>(List.of("--connect-within", "2m", "--record", file.toString()));
        all.addAll(List.of(args));
        ProgramRun run = ProgramRun.of(Map.of(), all.toArray(String[]::new));
        assertThat(ProgramRun.of(Map.of(), "--replay", file.toString())).isEqualTo(run);
        assertThat(Files.readString(file)).doesNotContain("demo-stream-key", "eyJ");
        return run;
    }

    private static Map<String, String> at(LiveKitDouble server, String secret) {
        return Map.of(
                "LIVEKIT_URL",
                server.url(),
                "LIVEKIT_API_KEY",
                server.apiKey(),
                "LIVEKIT_API_SECRET",
                secret,
                "LIVEKIT_OUTPUT",
                "rtmp://127.0.0.1:1/live/demo-stream-key");
    }

    private static long millis(ProgramRun run, String step) {
        Matcher row = Pattern.compile(Pattern.quote(step) + " +([\\d,]+) ms").matcher(run.out());
        assertThat(row.find()).as(run.out()).isTrue();
        return Long.parseLong(row.group(1).replace(",", ""));
    }

    @Test
    @Tag("P6")
    void dropIsStoppedForOnceAndCanBeReplayed() throws IOException {
        ProgramRun run = recorded("--drop-after", "4s", "--grace", "1s");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(millis(run, "drop seen")).isPositive();
        assertThat(millis(run, "stop decided")).isEqualTo(millis(run, "drop seen") + 1_000);
        assertThat(millis(run, "egress ended")).isGreaterThan(millis(run, "stop on the wire"));
        assertThat(run.out())
                .contains("measured ranges", "15.5 to 16.9 s", "34.8 to 37.2 s", "stopped exactly once")
                .doesNotContain("[");
    }

    @Test
    @Tag("P5")
    void dropThatHealsWithinTheGraceStopsNothing() throws IOException {
        ProgramRun run = recorded("--drop-after", "4s", "--heal-after", "3s", "--grace", "20s");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("grace cancelled", "the egress went on").doesNotContain("the host is gone");
    }

    @Test
    @Tag("P6")
    void hostThatIsBackTooLateGoesLiveAgain() throws IOException {
        ProgramRun run = recorded("--drop-after", "4s", "--heal-after", "9s", "--grace", "1s");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.count("the host is gone")).isOne();
        assertThat(run.count("live: egress")).isEqualTo(2);
    }

    @Test
    void unreachableOutputIsToldWithLiveKitsError() {
        try (LiveKitDouble server = LiveKitDouble.builder().start()) {
            server.next(NextEgress.OUTPUT_UNREACHABLE);
            ProgramRun run = ProgramRun.of(at(server, server.apiSecret()), "--connect-within", "2m");
            assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
            assertThat(run.lastLine())
                    .startsWith("the egress ended by itself: EGRESS_FAILED, ")
                    .doesNotContain("demo-stream-key");
            assertThat(run.out()).doesNotContain("stop confirmed");
            assertThat(server.calls("StopEgress")).isEmpty();
        }
    }

    @Test
    void missingEgressWorkerIsExplained() {
        try (LiveKitDouble server = LiveKitDouble.builder().speed(5).start()) {
            server.script("StartRoomCompositeEgress", Fault.noWorker());
            ProgramRun run = ProgramRun.of(at(server, server.apiSecret()), "--connect-within", "2m");
            assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
            assertThat(run.count("the start failed: ")).isOne();
            assertThat(run.lastLine())
                    .startsWith("the egress was not started: ")
                    .contains("503", "no egress worker took the job")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void refusedKeyNamesTheVariablesToCheck() {
        try (LiveKitDouble server = LiveKitDouble.builder().start()) {
            ProgramRun run = ProgramRun.of(at(server, "another-secret-of-at-least-thirty-two-bytes"));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.lastLine())
                    .startsWith("not connected: ")
                    .contains("401", "check LIVEKIT_API_KEY and LIVEKIT_API_SECRET")
                    .doesNotContain("Exception", "eyJ");
        }
    }

    @Test
    void helpIsPrintedAndNothingElseDone() {
        ProgramRun run = ProgramRun.of(Map.of("LIVEKIT_URL", "http://unused.invalid"), "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo(Options.USAGE);
    }

    @Test
    void fileThatExistsIsNotOverwritten() throws IOException {
        Path file = directory.resolve("precious.jsonl");
        Files.writeString(file, "precious");
        ProgramRun run = ProgramRun.of(Map.of(), "--record", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("exists already").doesNotContain("Exception");
        assertThat(file).hasContent("precious");
    }
}
