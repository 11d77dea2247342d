package io.github.streamlifecycle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.ReplayTest.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The program itself, with real media through its own relay, against the embedded double. */
@Execution(ExecutionMode.CONCURRENT)
class HostClientTest {
    @TempDir
    private Path directory;

    private Run recorded(String... args) throws IOException {
        Path file = directory.resolve("run.jsonl");
        String[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--record";
        all[args.length + 1] = file.toString();
        Run run = Run.of(Map.of(), all);
        assertThat(Run.of(Map.of(), "--replay", file.toString())).isEqualTo(run);
        assertThat(Files.readString(file)).doesNotContain("demo-stream-key", "eyJ");
        return run;
    }

    private static long millis(Run run, String step) {
        Matcher row = Pattern.compile(Pattern.quote(step) + " +([\\d,]+) ms").matcher(run.out());
        assertThat(row.find()).as(run.out()).isTrue();
        return Long.parseLong(row.group(1).replace(",", ""));
    }

    @Test
    @Tag("P6")
    void dropIsSeenWithinTwoSecondsAndItsReplayIsTheSame() throws IOException {
        Run run = recorded("--drop-after", "4s", "--grace", "1s");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(millis(run, "drop seen")).isBetween(0L, 2_000L);
        assertThat(millis(run, "stop decided")).isEqualTo(millis(run, "drop seen") + 1_000);
        assertThat(millis(run, "egress ended")).isGreaterThan(millis(run, "stop on the wire"));
        assertThat(run.out()).contains("LiveKit alone", "stopped exactly once").doesNotContain("[");
    }

    @Test
    @Tag("P5")
    void networkThatIsMendedWithinTheGraceLetsTheEgressGoOn() throws IOException {
        Run run = recorded("--drop-after", "4s", "--heal-after", "3s", "--grace", "6s");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("grace cancelled", "the egress went on").doesNotContain("the host is gone");
    }

    @Test
    @Tag("P6")
    void networkThatIsMendedTooLateLetsTheHostGoLiveAgain() throws IOException {
        Run run = recorded("--drop-after", "4s", "--heal-after", "9s", "--grace", "1s");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.lines().stream().filter(line -> line.contains("the host is gone")))
                .hasSize(1);
        assertThat(run.lines().stream().filter(line -> line.contains("live: egress")))
                .hasSize(2);
    }

    @Test
    void fileThatExistsIsNotOverwritten() throws IOException {
        Path file = directory.resolve("precious.jsonl");
        Files.writeString(file, "precious");
        Run run = Run.of(Map.of(), "--record", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("FileAlreadyExists");
        assertThat(file).hasContent("precious");
    }
}
