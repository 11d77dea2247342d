package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.host.Terminal.Colour;
import io.github.streamlifecycle.examples.host.Terminal.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Terminal terminal(Kind kind) {
        return new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), kind);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void plainLinesHaveNoCodesAndNoLiveLine() {
        Terminal terminal = terminal(Kind.PLAIN_LINES);
        terminal.status("on air");
        terminal.line(Colour.GREEN, "live");
        assertThat(printed()).isEqualTo("live\n");
    }

    @Test
    void liveLineStaysBelowWhatIsPrinted() {
        Terminal terminal = terminal(Kind.COLOURS_AND_A_LIVE_LINE);
        terminal.status("on air");
        terminal.line(Colour.GREEN, "live");
        terminal.status("");
        assertThat(printed())
                .isEqualTo("\r\033[K\033[1mon air\033[0m"
                        + "\r\033[K\033[32mlive\033[0m\n\033[1mon air\033[0m"
                        + "\r\033[K");
    }
}
