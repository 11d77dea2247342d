package io.github.streamlifecycle.examples.figures.watch;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Lines on standard error with the time (UTC), beside the tables on standard output. */
final class Timed {
    private Timed() {}

    static void log(String line) {
        System.err.println(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }
}
