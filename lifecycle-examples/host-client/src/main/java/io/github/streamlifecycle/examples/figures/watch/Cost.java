package io.github.streamlifecycle.examples.figures.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What this process has cost so far. Memory is read from Linux's {@code /proc}. */
record Cost(Duration cpu, double megabytes) {
    private static final double KILOBYTES = 1_024;

    /** Looks, after a garbage collection. */
    static Cost now() {
        System.gc();
        return new Cost(ProcessHandle.current().info().totalCpuDuration().orElseThrow(), residentMegabytes());
    }

    private static double residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KILOBYTES)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("resident memory is read from /proc, which only Linux has", e);
        }
    }
}
