package io.github.streamlifecycle.livekit.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.EdgeTriggeredStopper.Host;
import io.github.streamlifecycle.core.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page for users shows the tables of the code, and code that compiles. */
class RoomsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "rooms.md");
    private static final Path SNIPPET = Path.of(
            "src",
            "test",
            "java",
            "io",
            "github",
            "streamlifecycle",
            "livekit",
            "server",
            "rooms",
            "RoomsSnippet.java");

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(String::strip).toList();
    }

    @ParameterizedTest
    @EnumSource
    void pageShowsTheTable(Level level) throws IOException {
        String row = Stream.of(Host.values())
                .map(host -> level.signals(host).stream()
                        .map(RoomsPageTest::shortName)
                        .collect(Collectors.joining(", ")))
                .map(cell -> cell.isEmpty() ? "-" : cell)
                .collect(Collectors.joining(" | ", "| " + level + " | ", " |"));
        assertThat(lines(PAGE)).contains(row);
    }

    private static String shortName(Signal signal) {
        return signal.name().replace("HOSTING_", "");
    }

    @ParameterizedTest
    @EnumSource
    void pageNamesEveryDrop(Drop drop) throws IOException {
        assertThat(lines(PAGE)).anyMatch(line -> line.startsWith("| " + drop + ": "));
    }

    @Test
    void codeOfThePageCompiles() throws IOException {
        List<String> page = lines(PAGE);
        List<String> code = lines(SNIPPET);
        List<String> shown = page.subList(page.indexOf("```java") + 1, page.lastIndexOf("```"));
        List<String> compiled = code.subList(code.indexOf("// region page") + 1, code.indexOf("// endregion"));
        assertThat(compiled).isEqualTo(shown);
    }
}
