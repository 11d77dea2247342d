package io.github.streamlifecycle.examples.figures.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Watches many rooms whose hosts live in other processes, and measures what that costs this process. */
final class CostFigures {
    private static final int HOSTS_PER_PROCESS = 4;
    private static final Duration WARM_AFTER = Duration.ofSeconds(30);
    private static final double GOAL_PERCENT = 1;
    private static final double GOAL_MEGABYTES = 3;

    private final FigureServer server;
    private final PeerConnectionFactory factory;

    CostFigures(FigureServer server, PeerConnectionFactory factory) {
        this.server = server;
        this.factory = factory;
    }

    /** Prints the table, and returns whether a room costs no more than it should. */
    boolean measure(int rooms, Duration lasting, Condition condition) throws InterruptedException {
        List<Hosts> processes = IntStream.range(0, (rooms + HOSTS_PER_PROCESS - 1) / HOSTS_PER_PROCESS)
                .mapToObj(i -> Hosts.start(server, condition, HOSTS_PER_PROCESS))
                .toList();
        List<WatchedHost> watched = new ArrayList<>();
        try {
            for (Hosts hosts : processes) {
                hosts.awaitPublishing();
            }
            // a first watch loads the native code, which is not the cost of a room
            WatchedHost first =
                    new WatchedHost(server, factory, processes.get(0).rooms.get(0));
            first.awaitFlow();
            first.close();
            TimeUnit.MILLISECONDS.sleep(WARM_AFTER.toMillis() / 3);
            Cost before = Cost.now();
            for (Hosts hosts : processes) {
                hosts.rooms.forEach(room -> watched.add(new WatchedHost(server, factory, room)));
            }
            for (WatchedHost host : watched) {
                host.awaitFlow();
            }
            TimeUnit.MILLISECONDS.sleep(WARM_AFTER.toMillis());
            Cost warm = Cost.now();
            TimeUnit.MILLISECONDS.sleep(lasting.toMillis());
            Cost after = Cost.now();
            return print(watched.size(), lasting, new Costs(before, warm, after));
        } finally {
            watched.forEach(WatchedHost::close);
            processes.forEach(Hosts::close);
        }
    }

    private record Costs(Cost before, Cost warm, Cost after) {}

    private static boolean print(int rooms, Duration lasting, Costs costs) {
        double cpu = 100.0 * costs.after.cpu().minus(costs.warm.cpu()).toMillis() / lasting.toMillis() / rooms;
        double megabytes = (costs.after.megabytes() - costs.before.megabytes()) / rooms;
        System.out.println(
                "| rooms in one process | watched for | CPU per room in hundredths of a core | MB per room | MB in all |");
        System.out.println("|---|---|---|---|---|");
        System.out.printf(
                Locale.ROOT,
                "| %d | %d s | %.2f | %.1f | %.0f |%n",
                rooms,
                lasting.toSeconds(),
                cpu,
                megabytes,
                costs.after.megabytes());
        return cpu <= GOAL_PERCENT && megabytes <= GOAL_MEGABYTES;
    }
}
