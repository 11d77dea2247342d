package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The program in a process of its own: its exit code, its end on a signal, and the last thing that it prints. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostClientProcessTest {
    private final List<String> lines = new ArrayList<>();

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                HostClient.class.getName()));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LIVEKIT_"));
        return builder.start();
    }

    private void readUntil(BufferedReader out, String words) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (!words.isEmpty() && line.contains(words)) {
                return;
            }
        }
    }

    private String lastLine() {
        return lines.get(lines.size() - 1);
    }

    @Test
    void resultIsTheLastThingPrinted() throws Exception {
        Process process = start("--drop-after", "2s", "--grace", "500ms", "--connect-within", "2m");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            readUntil(out, "");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lastLine()).isEqualTo("the host dropped and its egress was stopped exactly once");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
    void signalStopsTheEgressAndExitsWithTheResult() throws Exception {
        Process process = start("--connect-within", "2m");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            readUntil(out, "live: egress");
            process.toHandle().destroy(); // unlike Process.destroy, leaves the output open
            readUntil(out, "");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lines).anyMatch(line -> line.endsWith("stop confirmed"));
        assertThat(lastLine()).isEqualTo("the run was ended as asked, and the guard stopped nothing");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void wrongOptionIsNamedAndPointsToTheHelp() throws Exception {
        Process process = start("--drop");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            readUntil(out, "");
        }
        assertThat(lines).containsExactly("unknown option: --drop", "--help lists the options");
        assertThat(process.waitFor()).isEqualTo(2);
    }
}
