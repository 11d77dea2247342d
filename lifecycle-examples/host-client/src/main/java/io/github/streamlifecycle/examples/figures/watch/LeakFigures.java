package io.github.streamlifecycle.examples.figures.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.util.Locale;

/** Watches a room again and again, and measures the memory that each watch leaves behind. */
final class LeakFigures {
    private static final int ROWS = 10;
    private static final double KILOBYTES = 1_024;
    private static final double GOAL_KILOBYTES = 150;

    private final FigureServer server;
    private final PeerConnectionFactory factory;

    LeakFigures(FigureServer server, PeerConnectionFactory factory) {
        this.server = server;
        this.factory = factory;
    }

    /** Prints the table, and returns whether a watch leaves less behind than the goal allows. */
    boolean measure(int watches) throws InterruptedException {
        try (Hosts hosts = Hosts.start(server, Condition.CLEAR, 1)) {
            hosts.awaitPublishing();
            String room = hosts.rooms.get(0);
            System.out.println("| watches | resident memory, MB | KB for each since the row before |");
            System.out.println("|---|---|---|");
            int perRow = Math.max(1, watches / ROWS);
            double first = 0;
            double before = 0;
            for (int done = 1; done <= watches; done++) {
                try (WatchedHost host = new WatchedHost(server, factory, room)) {
                    host.awaitFlow();
                }
                if (done % perRow == 0) {
                    double now = Cost.now().megabytes();
                    first = first == 0 ? now : first;
                    before = before == 0 ? now : before;
                    System.out.printf(
                            Locale.ROOT, "| %d | %.0f | %.0f |%n", done, now, (now - before) * KILOBYTES / perRow);
                    before = now;
                }
            }
            double each = (before - first) * KILOBYTES / Math.max(1, watches - perRow);
            System.out.printf(Locale.ROOT, "%n%.0f KB for each after the first %d.%n", each, perRow);
            return each <= GOAL_KILOBYTES;
        }
    }
}
