package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A run of jcstress, short by default and long with {@code -Pstress}. It needs JVMs of its own, so its results are read
 * from its output. If it cannot run, the test fails and shows that output; it is never skipped.
 */
class StressTest {
    private static final boolean LONG = Boolean.getBoolean("stress.long");
    private static final List<String> SHORT_RUN = List.of(
            "-f", "1", "-iters", "1", "-time", "100", "-sc", "false", "-af", "NONE", "-jvmArgs", "-XX:+UseSerialGC");
    private static final List<String> LONG_RUN = List.of("-m", "default");
    private static final Pattern RESULT = Pattern.compile("\\[(\\w+)] \\S+\\.rx\\.(\\w+Stress(?:\\.\\w+)?)");

    private static final String TWIN = "RacyStopperStress";
    private static final int MOST_TRIES = 10;

    private static String output = "";
    private static Map<String, List<String>> outcomes = Map.of();

    @BeforeAll
    static void runAll() throws Exception {
        output = jcstress("\\.core\\.rx\\.");
        outcomes = outcomes(output);
    }

    private static Map<String, List<String>> outcomes(String output) {
        return RESULT.matcher(output)
                .results()
                .collect(Collectors.groupingBy(
                        (MatchResult result) -> result.group(2),
                        Collectors.mapping(
                                (Function<MatchResult, String>) result -> result.group(1), Collectors.toList())));
    }

    @Test
    @Tag("P2")
    @Tag("P4")
    @Tag("P5")
    @Tag("P6")
    void twoThreadsSeeOnlyWhatIsAllowed() {
        assertThat(outcomes).as(output).hasSize(16);
        outcomes.forEach((test, results) -> {
            if (!test.equals(TWIN)) {
                assertThat(results).as(test + " in " + output).isNotEmpty().containsOnly("OK");
            }
        });
    }

    /** On a machine with other work two threads seldom run at once, so that the twin is given more tries. */
    @Test
    void racyTwinIsCaught() throws Exception {
        String tried = output;
        for (int more = 0; more < MOST_TRIES && !isCaught(tried); more++) {
            tried = jcstress(TWIN);
        }
        assertThat(isCaught(tried)).as(tried).isTrue();
        assertThat(tried).contains("STOP, STOP");
    }

    private static boolean isCaught(String output) {
        return outcomes(output).getOrDefault(TWIN, List.of()).contains("FAILED");
    }

    private static String jcstress(String tests) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", "jcstress"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-v",
                "-t",
                tests,
                "-r",
                "report"));
        command.addAll(LONG ? LONG_RUN : SHORT_RUN);
        Path log = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(LONG ? 240 : 30, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("jcstress ended, see %s", log).isTrue();
        return Files.readString(log);
    }
}
