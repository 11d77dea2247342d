package io.github.streamlifecycle.examples.figures.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.livekit.room.MediaSign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Takes hosts away, by SIGKILL and by a cut of their network, and measures when the watch suspects them. */
final class StallFigures {
    private static final int HOSTS_PER_PROCESS = 4;
    private static final int PROCESSES_AT_ONCE = 4;
    private static final Duration KNOWN_AFTER = Duration.ofSeconds(5);
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(15);
    private static final long GOAL_MILLIS = 1_500;

    private final FigureServer server;
    private final PeerConnectionFactory factory;

    StallFigures(FigureServer server, PeerConnectionFactory factory) {
        this.server = server;
        this.factory = factory;
    }

    /** Prints the table, and returns whether 99 of a hundred were seen in time, in either way of dropping. */
    boolean measure(int hosts) throws InterruptedException {
        System.out.println("| host | hosts | suspected | p50, ms | p99, ms | longest, ms |");
        System.out.println("|---|---|---|---|---|---|");
        boolean isKillSeen = measure("killed (SIGKILL)", hosts, Hosts::kill);
        boolean isCutSeen = measure("network cut both ways", hosts, Hosts::cut);
        return isKillSeen && isCutSeen;
    }

    private boolean measure(String what, int hosts, Consumer<Hosts> drop) throws InterruptedException {
        List<Long> delays = new ArrayList<>();
        int dropped = 0;
        while (dropped < hosts) {
            int processes = Math.min(PROCESSES_AT_ONCE, (hosts - dropped + HOSTS_PER_PROCESS - 1) / HOSTS_PER_PROCESS);
            delays.addAll(wave(processes, drop));
            dropped += processes * HOSTS_PER_PROCESS;
            Timed.log(what + ": " + dropped + " dropped, so far " + delays);
        }
        long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %s | %s | %s |%n",
                what,
                dropped,
                sorted.length,
                percentile(sorted, 50),
                percentile(sorted, 99),
                percentile(sorted, 100));
        return sorted.length == dropped
                && LongStream.of(sorted).filter(millis -> millis <= GOAL_MILLIS).count() * 100L >= dropped * 99L;
    }

    private static String percentile(long[] sorted, int percent) {
        return sorted.length == 0
                ? "-"
                : String.format(Locale.ROOT, "%,d", sorted[(sorted.length * percent + 99) / 100 - 1]);
    }

    private List<Long> wave(int processes, Consumer<Hosts> drop) throws InterruptedException {
        List<Hosts> all = IntStream.range(0, processes)
                .mapToObj(i -> Hosts.start(server, Condition.CLEAR, HOSTS_PER_PROCESS))
                .toList();
        List<List<WatchedHost>> watched = new ArrayList<>();
        try {
            for (Hosts hosts : all) {
                hosts.awaitPublishing();
                watched.add(hosts.rooms.stream()
                        .map(room -> new WatchedHost(server, factory, room))
                        .toList());
            }
            for (List<WatchedHost> hosts : watched) {
                for (WatchedHost host : hosts) {
                    host.awaitFlow();
                }
            }
            TimeUnit.MILLISECONDS.sleep(KNOWN_AFTER.toMillis());
            List<Long> delays = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1_000));
                delays.addAll(delays(all.get(i), watched.get(i), drop));
            }
            return delays;
        } finally {
            watched.forEach(hosts -> hosts.forEach(WatchedHost::close));
            all.forEach(Hosts::close);
        }
    }

    private static List<Long> delays(Hosts hosts, List<WatchedHost> watched, Consumer<Hosts> drop)
            throws InterruptedException {
        long begun = System.nanoTime();
        drop.accept(hosts);
        List<Long> delays = new ArrayList<>();
        for (WatchedHost host : watched) {
            host.await(GIVEN_UP_AFTER, seen -> seen.nanos() >= begun && seen.is(MediaSign.STALLED));
            host.after(begun, MediaSign.STALLED).ifPresent(delays::add);
        }
        return delays;
    }
}
