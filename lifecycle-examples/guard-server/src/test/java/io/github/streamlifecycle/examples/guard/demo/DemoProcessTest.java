package io.github.streamlifecycle.examples.guard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The demonstrations as a user runs them: in a process, with nothing set. */
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class DemoProcessTest {
    private static final String MAIN = "io.github.streamlifecycle.examples.guard.Main";

    private record Shown(int exitCode, List<String> lines) {
        String last() {
            return lines.get(lines.size() - 1);
        }

        boolean tells(String teller, String words) {
            return lines.stream().anyMatch(line -> line.contains(" " + teller + " ") && line.contains(words));
        }
    }

    private static Shown run(String... args) throws IOException, InterruptedException {
        Process process = start(args);
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        }
        return new Shown(process.waitFor(), lines);
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LIVEKIT_") || name.startsWith("GUARD_"));
        return builder.start();
    }

    @Test
    void lostHostIsFollowedByOneStop() throws Exception {
        Shown shown = run(Demo.OPTION);
        assertThat(shown.lines()).noneMatch(line -> line.matches(".*(Exception|Error|VM attach).*"));
        assertThat(shown.last()).isEqualTo(new Verdict(1, Verdict.End.ENDED).words());
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.tells("watch", "nothing arrives from the host any more"))
                .isTrue();
        assertThat(shown.tells("webhook", "the egress has ended")).isTrue();
        assertThat(shown.tells("polling", "LiveKit lists the host")).isTrue();
        assertThat(shown.tells("livekit", "is told to end the egress")).isTrue();
        assertThat(shown.tells("guard", "the stop is confirmed")).isTrue();
        assertThat(shown.lines()).anyMatch(line -> line.contains("15.5 to 16.9 s"));
    }

    @Test
    void stopThatIsNotCarriedOutIsNoSuccess() throws Exception {
        Shown shown = run(Demo.OPTION, Demo.STOPS_FAIL);
        assertThat(shown.lines()).noneMatch(line -> line.matches(".*(Exception|Error|VM attach).*"));
        assertThat(shown.last()).startsWith("Not as it should be: the egress still runs");
        assertThat(shown.exitCode()).isEqualTo(1);
        assertThat(shown.tells("guard", "the stop is confirmed")).isFalse();
    }

    @Test
    void browserDemoServesBothPagesUntilItIsEnded() throws Exception {
        Process process = start(Demo.OPTION, BrowserDemo.OPTION);
        List<String> pages = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); !line.contains("Ctrl-C"); line = out.readLine()) {
                line.lines()
                        .map(String::strip)
                        .filter(it -> it.startsWith("http://"))
                        .forEach(it -> pages.add(it.replaceFirst(" .*", "")));
            }
            assertThat(pages).hasSize(2);
            for (String page : pages) {
                assertThat(HttpClient.newHttpClient()
                                .send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.ofString())
                                .body())
                        .contains("<!doctype html>");
            }
            List<ProcessHandle> children = process.descendants().toList();
            assertThat(children).isNotEmpty();
            process.toHandle().destroy(); // which leaves its output open
            assertThat(out.lines()).noneMatch(line -> line.contains("Exception"));
            process.waitFor();
            children.forEach(child -> child.onExit().join());
        } finally {
            process.destroyForcibly();
        }
    }
}
