package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The tests that docs/livekit.md names: they exist, or the row says why there is none. */
class LiveKitTableTest {
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)\\.(\\w+)`");
    private static final String NOT_HERE = "not here: ";
    private static final Map<String, Integer> ROWS = Map.of(
            "StopEgress", 13,
            "Start", 9,
            "ListEgress", 5,
            "What ends by itself", 11,
            "Webhooks", 11,
            "RoomService", 4,
            "The SDK", 9,
            "WHIP", 9,
            "What users ran into", 16,
            "Bad input and secrets", 9);

    private final Map<String, List<String>> rowsOf = rows();

    private static Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        String section = "";
        try (Stream<String> lines = Files.lines(Path.of("..", "docs", "livekit.md"))) {
            for (String line : lines.toList()) {
                if (line.startsWith("## ")) {
                    section = line.substring(3).strip();
                } else if (line.startsWith("| ") && !line.startsWith("| situation")) {
                    rows.computeIfAbsent(section, none -> new ArrayList<>()).add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** The test classes by their simple names. */
    private static Map<String, Class<?>> classes() throws Exception {
        Map<String, Class<?>> classes = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith("Test.java")).toList()) {
                String name = TESTS.relativize(file).toString().replace(".java", "");
                Class<?> type = Class.forName(
                        name.replace(File.separatorChar, '.'), false, LiveKitTableTest.class.getClassLoader());
                classes.put(type.getSimpleName(), type);
            }
        }
        return classes;
    }

    private static boolean hasTest(Map<String, Class<?>> classes, MatchResult named) {
        Class<?> type = classes.get(named.group(1));
        return type != null
                && Stream.of(type.getDeclaredMethods())
                        .filter(method -> method.getName().equals(named.group(2)))
                        .anyMatch(method -> method.isAnnotationPresent(Test.class)
                                || method.isAnnotationPresent(ParameterizedTest.class));
    }

    @Test
    void everyTestThatIsNamedExists() throws Exception {
        Map<String, Class<?>> classes = classes();
        List<String> missing = rowsOf.values().stream()
                .flatMap(List::stream)
                .flatMap(row -> NAMED.matcher(row).results())
                .filter(named -> !hasTest(classes, named))
                .map(MatchResult::group)
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowNamesATestOrSaysWhyNot() {
        assertThat(rowsOf.values().stream().flatMap(List::stream))
                .allMatch(row -> NAMED.matcher(row).find() || row.contains(NOT_HERE));
    }

    @Test
    void noSectionIsShorterThanWhatItDescribes() {
        assertThat(rowsOf.keySet()).containsExactlyInAnyOrderElementsOf(ROWS.keySet());
        ROWS.forEach(
                (section, rows) -> assertThat(rowsOf.get(section)).as(section).hasSizeGreaterThanOrEqualTo(rows));
    }

    @Test
    void checkSeesATestThatIsNotThere() throws Exception {
        Map<String, Class<?>> classes = classes();
        String both = "`LiveKitTableTest.checkSeesATestThatIsNotThere` `LiveKitTableTest.isNotThere`";
        assertThat(NAMED.matcher(both).results().map(named -> hasTest(classes, named)))
                .containsExactly(true, false);
    }
}
