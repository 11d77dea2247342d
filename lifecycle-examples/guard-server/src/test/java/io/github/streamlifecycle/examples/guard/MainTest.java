package io.github.streamlifecycle.examples.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The options of the program; what needs a process of its own is in {@code GuardProcessTest}. */
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        Main.Streams streams = new Main.Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.run(List.of(args), Map.of(), streams);
    }

    @Test
    void helpListsTheVariables() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("LIVEKIT_API_SECRET");
        assertThat(err.size()).isZero();
    }

    @Test
    void unknownOptionIsNamed() {
        assertThat(run("--hlep")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("unknown option: --hlep", "--help lists the options");
        assertThat(out.size()).isZero();
    }

    @Test
    void unknownOptionBesideTheDemonstrationIsNamed() {
        assertThat(run("--demo", "--hlep")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("unknown option: --hlep");
    }
}
