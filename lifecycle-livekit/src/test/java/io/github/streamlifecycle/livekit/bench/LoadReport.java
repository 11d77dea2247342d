package io.github.streamlifecycle.livekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.bench.Loopback.Pace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import livekit.LivekitEgress.EgressStatus;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.Test;

/** Run by {@code -Pbenchmark}: what many guarded streams cost that drop together, beside the bare HTTP client. */
class LoadReport {
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Path REPORT = Path.of("target", "load.md");
    private static final int STREAMS = Integer.getInteger("load.streams", 10_000);
    private static final int CALLS_AT_ONCE = Integer.getInteger("load.callsAtOnce", 64);
    private static final int ROUNDS = Integer.getInteger("load.rounds", 5);
    private static final int WARM_UP_ROUNDS = 6;
    private static final int SINGLE_STOPS = 2_000;

    private final List<String> lines = new ArrayList<>();

    static String egressId(int number) {
        return "EG_%012d".formatted(number);
    }

    @Test
    void tellsWhatManyDropsTogetherCost() throws IOException, InterruptedException {
        lines.add("| server answers | round | bare client, calls/s | guarded, stops/s until all are sent"
                + " | of the bare client's | all calls/s by then | all confirmed after | stops at once, at most"
                + " | threads | heap a stream |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|");
        for (int warmUp = 0; warmUp < WARM_UP_ROUNDS; warmUp++) {
            bareCallsASecond(Pace.AT_ONCE);
            dropOfAll(Pace.AT_ONCE);
        }
        double share = share(Pace.LIVEKIT, "as LiveKit");
        share(Pace.AT_ONCE, "at once");
        lines.add("");
        lines.add("| | p50 | p99 | worst |");
        lines.add("|---|---|---|---|");
        long[] wire = decisionToWire();
        lines.add(String.format(
                Locale.ROOT,
                "| one stream, drop to request on the wire, %d stops | %.0f µs | %.0f µs | %.0f µs |",
                wire.length,
                wire[wire.length / 2] / 1e3,
                wire[wire.length * 99 / 100] / 1e3,
                wire[wire.length - 1] / 1e3));
        Files.write(REPORT, lines);
        lines.forEach(System.out::println);

        assertThat(share).as("share of the bare client").isGreaterThanOrEqualTo(0.8);
        assertThat(wire[wire.length * 99 / 100]).as("ns to the wire, p99").isLessThanOrEqualTo(1_000_000);
    }

    /** The median. */
    private double share(Pace pace, String name) throws InterruptedException {
        double[] shares = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double bare = bareCallsASecond(pace);
            Drop drop = dropOfAll(pace);
            shares[round] = drop.stopsASecond / bare;
            lines.add("| " + name + " | " + (round + 1) + " | " + drop.columns(bare));
        }
        Arrays.sort(shares);
        return shares[ROUNDS / 2];
    }

    private static double bareCallsASecond(Pace pace) throws InterruptedException {
        try (Loopback server = new Loopback(pace, EgressStatus.EGRESS_ENDING);
                Bare bare = new Bare(server.url(), CALLS_AT_ONCE)) {
            long begun = System.nanoTime();
            bare.stopAll(STREAMS);
            assertThat(server.stops().count()).isEqualTo(STREAMS);
            return STREAMS * 1e9 / (server.stops().latestNanos() - begun);
        }
    }

    /** The measurements of one drop of all hosts. */
    private record Drop(
            double stopsASecond,
            double callsASecond,
            double confirmedAfterSeconds,
            int mostAtOnce,
            long threads,
            long bytesAStream) {
        private String columns(double bare) {
            return String.format(
                    Locale.ROOT,
                    "%.0f | %.0f | %.0f %% | %.0f | %.1f s | %d | %d | %d B |",
                    bare,
                    stopsASecond,
                    100 * stopsASecond / bare,
                    callsASecond,
                    confirmedAfterSeconds,
                    mostAtOnce,
                    threads,
                    bytesAStream);
        }
    }

    private static Drop dropOfAll(Pace pace) {
        try (Loopback server = new Loopback(pace, EgressStatus.EGRESS_ENDING);
                LiveKit livekit = LiveKit.builder(server.url(), "key", SECRET)
                        .callsAtOnce(CALLS_AT_ONCE)
                        .build()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            long heap = usedHeap();
            Guarded guarded = Guarded.adopt(livekit, 0, STREAMS);
            long bytesAStream = (usedHeap() - heap) / STREAMS;
            int listsBefore = server.lists().count();

            long begun = System.nanoTime();
            guarded.hosts(Presence.DOWN);
            Awaitility.await()
                    .atMost(Durations.ONE_MINUTE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> server.stops().count() == STREAMS);
            double sentAfterSeconds = (server.stops().latestNanos() - begun) / 1e9;
            int lists = server.lists().count() - listsBefore;
            assertThat(Guarded.stopped(guarded.outcomes())).isEqualTo(STREAMS);
            double confirmedAfterSeconds = (System.nanoTime() - begun) / 1e9;
            assertThat(server.stops().count()).isEqualTo(STREAMS);
            return new Drop(
                    STREAMS / sentAfterSeconds,
                    (STREAMS + lists) / sentAfterSeconds,
                    confirmedAfterSeconds,
                    server.stops().mostInFlight(),
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !before.contains(thread)
                                    && !thread.getName().startsWith("loopback"))
                            .count(),
                    bytesAStream);
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Sorted, in ns, from the signal that the host is down to the first byte of StopEgress at the server. */
    private static long[] decisionToWire() {
        long[] taken = new long[SINGLE_STOPS];
        try (Loopback server = new Loopback(Pace.AT_ONCE, EgressStatus.EGRESS_COMPLETE);
                LiveKit livekit = LiveKit.connect(server.url(), "key", SECRET)) {
            for (int number = -SINGLE_STOPS; number < SINGLE_STOPS; number++) {
                Guarded guarded = Guarded.adopt(livekit, SINGLE_STOPS + number, 1);
                long begun = System.nanoTime();
                guarded.hosts(Presence.DOWN);
                assertThat(Guarded.stopped(guarded.outcomes())).isEqualTo(1);
                if (number >= 0) {
                    taken[number] = server.stops().latestNanos() - begun;
                }
            }
        }
        Arrays.sort(taken);
        return taken;
    }
}
