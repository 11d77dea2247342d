package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.server.lease.HostToken.Host;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells hosts' falls from ours. Hosts fall one by one; if more than half of them fall silent or lose their sockets within
 * five seconds, and at least five, then it is the way to this receiver that is cut, such as by a proxy that restarts. Time
 * in nanoseconds of a monotonic clock is an argument. Thread-safe.
 */
final class MassFall {
    static final int FEWEST = 5;
    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The latest fall of each host, the oldest first. */
    private final Map<Host, Fall> falls = new LinkedHashMap<>();

    private record Fall(long atNanos, boolean isTold) {}

    /** A host fell silent, or lost its socket. */
    synchronized void fell(Host host, long now) {
        falls.remove(host);
        falls.put(host, new Fall(now, false));
    }

    /**
     * The rooms of hosts whose fall was not theirs; each fall counts once.
     *
     * @param good how many hosts have a good lease now
     */
    synchronized Set<String> notTheirs(int good, long now) {
        forgetBefore(now - WINDOW_NANOS);
        if (falls.size() < FEWEST || falls.size() <= good) {
            return Set.of();
        }
        Set<String> rooms = new LinkedHashSet<>();
        falls.replaceAll((host, fall) -> {
            if (!fall.isTold()) {
                rooms.add(host.room());
            }
            return new Fall(fall.atNanos(), true);
        });
        return rooms;
    }

    private void forgetBefore(long limit) {
        Iterator<Fall> oldestFirst = falls.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().atNanos() - limit < 0) {
            oldestFirst.remove();
        }
    }
}
