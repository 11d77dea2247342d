package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The latest events, for readers that come and go. Each event has a number; a reader names the last one that it has, and one
 * that has fallen too far behind is told that it missed some.
 *
 * <p>Numbers begin anew with the process, so that a mark names the process too.
 */
final class EventFeed {
    private final String process;
    private final int capacity;
    /** All below is guarded by this: the latest events, and the number of the last. */
    private final Deque<JsonObject> latest = new ArrayDeque<>();

    private long last;
    private boolean closed;

    /**
     * What a reader gets.
     *
     * @param mark where it has come to
     * @param events the events since its mark before, if it has missed none
     */
    record Page(String mark, Optional<JsonArray> events) {
        boolean isEmpty() {
            return events.filter(JsonArray::isEmpty).isPresent();
        }
    }

    /**
     * Creates a feed without events.
     *
     * @param process a name that no other process has
     * @param capacity the number of events that are kept
     */
    EventFeed(String process, int capacity) {
        this.process = process;
        this.capacity = capacity;
    }

    synchronized void add(JsonObject event) {
        last++;
        event.addProperty("id", last);
        latest.addLast(event);
        if (latest.size() > capacity) {
            latest.removeFirst();
        }
        notifyAll();
    }

    /** Returns the mark of a reader that has all events. */
    synchronized String mark() {
        return process + "-" + last;
    }

    /** Returns what came since a mark, at most a number of events. */
    synchronized Page since(String mark, int most) {
        long seen = number(mark);
        long missing = last - seen;
        if (seen < 0 || missing < 0 || missing > latest.size()) {
            return new Page(mark(), Optional.empty());
        }
        JsonArray events = new JsonArray();
        latest.stream().skip(latest.size() - missing).limit(most).forEach(events::add);
        return new Page(process + "-" + (seen + events.size()), Optional.of(events));
    }

    /** Returns the latest events of a room that are kept, at most a number of them. */
    synchronized JsonArray ofRoom(String room, int most) {
        List<JsonObject> found = latest.stream()
                .filter(event -> event.get("room").getAsString().equals(room))
                .toList();
        JsonArray events = new JsonArray();
        found.stream().skip(Math.max(0, found.size() - most)).forEach(events::add);
        return events;
    }

    /** Waits until there is an event after a mark of {@link #since}, the feed is closed, or the time is over. */
    synchronized void await(String mark, Duration most) throws InterruptedException {
        long seen = number(mark);
        long until = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); last == seen && !closed && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private long number(String mark) {
        String prefix = process + "-";
        try {
            return mark.startsWith(prefix) ? Long.parseLong(mark.substring(prefix.length())) : -1;
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Lets go of all who wait. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
