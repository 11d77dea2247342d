package io.github.streamlifecycle.livekit.server.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events of the last minutes, each remembered for the same time, the oldest forgotten first where there are too
 * many. Thread-safe.
 */
final class SeenEvents {
    private final Map<String, Instant> seenAt = new LinkedHashMap<>();
    private final Duration remembered;
    private final int atMost;

    SeenEvents(Duration remembered, int atMost) {
        this.remembered = remembered;
        this.atMost = atMost;
    }

    /** Whether it was not seen before. */
    synchronized boolean add(String event, Instant now) {
        forgetOlderThan(now.minus(remembered));
        if (seenAt.putIfAbsent(event, now) != null) {
            return false;
        }
        if (seenAt.size() > atMost) {
            removeOldest();
        }
        return true;
    }

    synchronized void remove(String event) {
        seenAt.remove(event);
    }

    synchronized int size() {
        return seenAt.size();
    }

    private void forgetOlderThan(Instant limit) {
        Iterator<Instant> oldestFirst = seenAt.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().isBefore(limit)) {
            oldestFirst.remove();
        }
    }

    private void removeOldest() {
        Iterator<Instant> oldestFirst = seenAt.values().iterator();
        oldestFirst.next();
        oldestFirst.remove();
    }
}
