package io.github.streamlifecycle.core.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The report of {@code -Pbenchmark}: the cost of each pipeline beside its errors. Nanoseconds are not judged. */
class BenchmarkReport {
    private static final Path REPORT = Path.of("target", "benchmark.md");

    private final List<String> lines = new ArrayList<>();

    @Test
    void tellsWhatALevelCosts() throws RunnerException, IOException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\.bench\\..*Benchmark")
                        .addProfiler(GCProfiler.class)
                        .forks(Integer.getInteger("benchmark.forks", 2))
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run();

        lines.add("| | ns a level | B/op | missed | extra | two threads at full speed |");
        lines.add("|---|---|---|---|---|---|");
        results.forEach(this::addLine);
        lines.add("");
        lines.add("Missed and extra of " + WrongStops.of(ByHand.AUTO_STOP).levels() + " levels; JDK "
                + Runtime.version() + ".");
        lines.addAll(Footprint.lines());
        Files.write(REPORT, lines);
        lines.forEach(System.out::println);

        assertThat(results).hasSize(9);
        assertThat(WrongStops.of(ByHand.AUTO_STOP))
                .extracting(WrongStops::missed, WrongStops::extra, WrongStops::twoThreads)
                .containsExactly(0, 0, "survives");
    }

    private void addLine(RunResult result) {
        String pipeline = result.getParams().getParam("pipeline");
        String name = result.getParams().getBenchmark().replaceAll(".*\\.", "");
        lines.add(String.format(
                Locale.ROOT,
                "| %s | %.1f ± %.1f | %.1f | %s |",
                pipeline == null ? name : pipeline,
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError(),
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore(),
                pipeline == null ? "| |" : wrong(WrongStops.of(ByHand.valueOf(pipeline)))));
    }

    private static String wrong(WrongStops stops) {
        return stops.missed() + " | " + stops.extra() + " | " + stops.twoThreads();
    }
}
