package io.github.streamlifecycle.examples.figures.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.examples.figures.watch.WatchedHost.Seen;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Watches hosts that never drop, some in each condition and all at once, and counts the suspicions. */
final class QuietFigures {
    private static final Duration HELD_UP = Duration.ofMillis(300);
    private static final int REPORT_EVERY_SECONDS = 300;
    private static final double SECONDS_PER_HOUR = 3_600;

    private final FigureServer server;
    private final PeerConnectionFactory factory;
    private final List<Hosts> processes = new ArrayList<>();
    private final Map<Condition, List<WatchedHost>> watched = new EnumMap<>(Condition.class);
    private final Load load = new Load();
    private int suspicions;
    private int suspicionsUnderLoad;

    QuietFigures(FigureServer server, PeerConnectionFactory factory) {
        this.server = server;
        this.factory = factory;
    }

    /** Prints the table, and returns whether every host published all the while and none was suspected. */
    boolean measure(Duration lasting, int rooms, List<Condition> conditions) throws InterruptedException {
        HoldUps.watch(HELD_UP, took -> Timed.log("watching process held up for " + took.toMillis() + " ms"));
        try {
            for (Condition condition : conditions) {
                if (condition.isSignalled() && server.isDouble()) {
                    Timed.log("left out, since the double takes publishers over WHIP only: " + condition.title);
                } else {
                    begin(condition, rooms);
                }
            }
            watch(lasting);
            print(lasting, rooms);
            return suspicions == 0 && count(all(), QuietFigures::isGone) == 0;
        } finally {
            all().forEach(WatchedHost::close);
            processes.forEach(Hosts::close);
        }
    }

    private void begin(Condition condition, int rooms) throws InterruptedException {
        Hosts hosts = Hosts.start(server, condition, rooms);
        processes.add(hosts);
        hosts.awaitPublishing();
        List<WatchedHost> all = hosts.rooms.stream()
                .map(room -> new WatchedHost(server, factory, room))
                .toList();
        watched.put(condition, all);
        for (WatchedHost host : all) {
            host.awaitFlow();
        }
        Timed.log("watching " + condition + " in " + hosts.rooms);
    }

    private void watch(Duration lasting) throws InterruptedException {
        for (long second = 1; second <= lasting.toSeconds(); second++) {
            TimeUnit.SECONDS.sleep(1);
            boolean isLoaded = load.look();
            int now = count(all(), QuietFigures::isSuspicion);
            if (now > suspicions) {
                Timed.log("SUSPICION at load " + load);
                watched.forEach(this::logSuspected);
                suspicionsUnderLoad += isLoaded ? now - suspicions : 0;
                suspicions = now;
            }
            if (second % REPORT_EVERY_SECONDS == 0) {
                Timed.log(second / 60 + " min, suspicions " + suspicions + ", load " + load);
            }
        }
    }

    private void logSuspected(Condition condition, List<WatchedHost> hosts) {
        for (WatchedHost host : hosts) {
            if (count(List.of(host), QuietFigures::isSuspicion) > 0) {
                List<Seen> seen = host.seen();
                Timed.log(condition + " " + host.room + ": " + seen.subList(Math.max(0, seen.size() - 6), seen.size()));
            }
        }
    }

    private void print(Duration lasting, int rooms) {
        double hours = rooms * lasting.toSeconds() / SECONDS_PER_HOUR;
        System.out.println("| without a drop | host hours | suspicions | silences that were no sign | blind |");
        System.out.println("|---|---|---|---|---|");
        watched.forEach((condition, hosts) -> row(condition.title, hours, hosts));
        System.out.printf(
                Locale.ROOT,
                "| all of these while both cores were busy | %.1f | %d | | |%n",
                load.loadedSeconds() * all().size() / SECONDS_PER_HOUR,
                suspicionsUnderLoad);
        System.out.println();
        System.out.println("Load average " + load + " on " + load.cores() + " cores.");
    }

    private static void row(String title, double hours, List<WatchedHost> hosts) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %d | %d | %d |%n",
                title,
                hours,
                count(hosts, QuietFigures::isSuspicion),
                count(hosts, seen -> seen.is(MediaSign.NO_SIGN)),
                count(hosts, seen -> seen.observation() instanceof Observation.Blind));
    }

    private List<WatchedHost> all() {
        return watched.values().stream().flatMap(List::stream).toList();
    }

    private static int count(List<WatchedHost> hosts, Predicate<Seen> wanted) {
        return (int) hosts.stream()
                .flatMap(host -> host.seen().stream())
                .filter(wanted)
                .count();
    }

    private static boolean isSuspicion(Seen seen) {
        return seen.is(MediaSign.STALLED) || seen.is(MediaSign.QUALITY_LOST);
    }

    private static boolean isGone(Seen seen) {
        return seen.observation() instanceof Observation.Left;
    }

    /** The load averages of the last minute, looked at once a second. */
    private static final class Load {
        private final int cores = Runtime.getRuntime().availableProcessors();
        private double lowest = Double.MAX_VALUE;
        private double highest;
        private double sum;
        private long looks;
        private long loaded;

        /** Returns whether there is at least one thread to run for each core. */
        boolean look() {
            double now = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            lowest = Math.min(lowest, now);
            highest = Math.max(highest, now);
            sum += now;
            looks++;
            boolean isLoaded = now >= cores;
            loaded += isLoaded ? 1 : 0;
            return isLoaded;
        }

        int cores() {
            return cores;
        }

        long loadedSeconds() {
            return loaded;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f to %.1f, mean %.1f", lowest, highest, sum / Math.max(1, looks));
        }
    }
}
