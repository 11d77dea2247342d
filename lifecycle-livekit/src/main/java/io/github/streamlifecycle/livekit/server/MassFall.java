package io.github.streamlifecycle.livekit.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells a host's fall from ours. Hosts fall one by one; if more than half of them fall silent or lose their sockets within
 * five seconds, and at least five, then it is the way to this receiver that is cut, such as a proxy that restarts. Time in
 * nanoseconds of a monotonic clock is an argument. Thread-safe.
 */
final class MassFall {
    static final int FEWEST = 5;
    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Deque<Fall> falls = new ArrayDeque<>();
    private long told;

    private record Fall(String room, long number, long atNanos) {}

    private long number;

    /** A host of the room fell silent, or lost its socket. */
    synchronized void fell(String room, long now) {
        number++;
        falls.add(new Fall(room, number, now));
    }

    /**
     * The rooms of hosts whose fall was not theirs; each fall counts once.
     *
     * @param good how many hosts have a good lease now
     */
    synchronized Set<String> notTheirs(int good, long now) {
        while (!falls.isEmpty() && now - falls.getFirst().atNanos() > WINDOW_NANOS) {
            falls.removeFirst();
        }
        if (falls.size() < FEWEST || falls.size() <= good) {
            return Set.of();
        }
        Set<String> rooms = new LinkedHashSet<>();
        for (Fall fall : falls) {
            if (fall.number() > told) {
                rooms.add(fall.room());
            }
        }
        told = number;
        return rooms;
    }
}
