package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays of runs that were recorded with real media, compared with what the host client printed then.
 *
 * <p>A change of what is decided, or of the order of calls and events, makes the recordings differ (ADR 6). Once the
 * difference is understood and wanted, record them anew, after {@code mvn package}, with
 *
 * <pre>lifecycle-examples/host-client/src/test/record-runs</pre>
 */
class ReplayTest {
    @TempDir
    private Path directory;

    private static Path recorded(String file) {
        return Path.of("src", "test", "resources", "runs", file);
    }

    private static String replayed(Path file) {
        return ProgramRun.of(Map.of(), "--replay", file.toString()).out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "heals-within-grace", "heals-after-grace"})
    void replayPrintsTheSameTimeline(String run) throws IOException {
        assertThat(replayed(recorded(run + ".jsonl"))).isEqualTo(Files.readString(recorded(run + ".txt")));
    }

    @Test
    @Tag("P5")
    void dropHealedWithinTheGraceStoppedNothing() {
        assertThat(replayed(recorded("heals-within-grace.jsonl")))
                .contains("the host is back: grace cancelled", "the egress went on")
                .doesNotContain("the host is gone");
    }

    @Test
    @Tag("P6")
    void hostThatCameBackTooLateWentLiveAgain() {
        List<String> stops = replayed(recorded("heals-after-grace.jsonl"))
                .lines()
                .filter(line -> line.contains("stop sent") || line.contains("live: egress"))
                .map(line -> line.replaceAll(" *[\\d,]+ ms  ", "").replaceAll(" EG_.*", ""))
                .toList();
        assertThat(stops).containsExactly("live: egress", "stop sent", "live: egress", "stop sent");
    }

    @Test
    void replayThatDecidesOtherwiseSaysWhere() throws IOException {
        List<String> lines = Files.readAllLines(recorded("drop.jsonl"));
        Path patient = directory.resolve("patient.jsonl");
        Files.write(
                patient,
                lines.stream()
                        .map(line -> line.replace("\"graceMillis\":2000", "\"graceMillis\":2500"))
                        .toList());
        ProgramRun run = ProgramRun.of(Map.of(), "--replay", patient.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .startsWith("the replay differs: recorded was")
                .contains("grace of 2 s", "grace of 2500 ms");
    }

    @Test
    void recordingThatBreaksOffIsReplayedUpToThere() throws IOException {
        List<String> lines = Files.readAllLines(recorded("drop.jsonl"));
        int stop = 0;
        while (!lines.get(stop).contains("stop sent")) {
            stop++;
        }
        Path broken = directory.resolve("broken.jsonl");
        Files.write(broken, lines.subList(0, stop + 1));
        ProgramRun run = ProgramRun.of(Map.of(), "--replay", broken.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("stop sent")
                .endsWith("the recording ends before the run does" + System.lineSeparator());
    }

    @Test
    void fileThatIsNoRecordingIsRefused() throws IOException {
        Path other = directory.resolve("other.txt");
        Files.writeString(other, "{}\n");
        assertThat(ProgramRun.of(Map.of(), "--replay", other.toString()).out()).contains("has no scenario");
        Files.writeString(other, "{\"recording\":\"host client, 1\",\"scenario\":{}}\n{}\n");
        assertThat(ProgramRun.of(Map.of(), "--replay", other.toString()).out()).contains("is of another version");
        Files.writeString(other, "not json\n");
        assertThat(ProgramRun.of(Map.of(), "--replay", other.toString()).out()).contains("line 1 is no JSON object");
    }

    @Test
    void recordingsHoldNothingSecret() {
        for (String run : List.of("drop", "heals-within-grace", "heals-after-grace")) {
            try {
                assertThat(Files.readString(recorded(run + ".jsonl")))
                        .doesNotContain("demo-stream-key", "Bearer", "eyJ", "0123456789abcdef0123456789abcdef");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void missingFileIsNamed() {
        ProgramRun run = ProgramRun.of(
                Map.of(), "--replay", directory.resolve("none.jsonl").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("there is no file")
                .contains("none.jsonl")
                .doesNotContain("Exception");
    }
}
