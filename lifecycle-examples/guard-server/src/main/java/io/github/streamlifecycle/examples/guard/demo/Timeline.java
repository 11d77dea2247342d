package io.github.streamlifecycle.examples.guard.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What happened when, as lines: the time since the start, the time since the host's end, who tells it, and what. */
final class Timeline {
    private static final String LINE = "%8s %11s   %-8s %s";

    /** Who tells something. */
    enum Teller {
        /** The demonstration itself. */
        DEMO,
        /** The host. */
        HOST,
        /** The guard server's hidden participant in the room. */
        WATCH,
        /** LiveKit's reports to the guard server. */
        WEBHOOK,
        /** The guard server's questions to LiveKit about who is in the room. */
        POLLING,
        /** The guard server. */
        GUARD,
        /** The stand-in for LiveKit. */
        LIVEKIT
    }

    private final PrintStream out;
    private final long startedNanos = System.nanoTime();
    private OptionalLong killedNanos = OptionalLong.empty();
    private boolean isOver;

    Timeline(PrintStream out) {
        this.out = out;
    }

    synchronized void begin() {
        out.println(String.format(LINE, "time", "after loss", "told by", "what"));
        out.println(String.format(LINE, "------", "----------", "-------", "----"));
    }

    /** Tells no more. */
    synchronized void end() {
        isOver = true;
    }

    synchronized void say(Teller teller, String what) {
        if (isOver) {
            return;
        }
        String sinceKilled = killedNanos.isPresent() ? seconds(sinceKilledMillis()) : "";
        out.println(String.format(
                LINE,
                seconds(millis(System.nanoTime() - startedNanos)),
                sinceKilled,
                teller.name().toLowerCase(Locale.ROOT),
                what));
        out.flush();
    }

    /** Begins to count the time since the host's end. */
    synchronized void hostEnds() {
        killedNanos = OptionalLong.of(System.nanoTime());
    }

    /** Returns the time since the host's end; 0 before it. */
    synchronized long sinceKilledMillis() {
        return killedNanos.isPresent() ? millis(System.nanoTime() - killedNanos.getAsLong()) : 0;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
}
