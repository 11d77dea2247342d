package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.PriorityQueue;

/** Everything that is going to happen, in the order of its time; what was planned first comes first. */
final class Agenda {
    /** A deed and its time. */
    static final class Entry implements Comparable<Entry> {
        private final long nanos;
        private final long number;
        private Runnable deed;

        private Entry(long nanos, long number, Runnable deed) {
            this.nanos = nanos;
            this.number = number;
            this.deed = deed;
        }

        void cancel() {
            deed = () -> {};
        }

        @Override
        public int compareTo(Entry other) {
            int order = Long.compare(nanos, other.nanos);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    static final long NANOS_PER_MILLI = 1_000_000;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long nanos;
    private long numbers;

    long nanos() {
        return nanos;
    }

    long millis() {
        return nanos / NANOS_PER_MILLI;
    }

    Entry afterNanos(long delay, Runnable deed) {
        Entry entry = new Entry(nanos + Math.max(0, delay), numbers++, deed);
        entries.add(entry);
        return entry;
    }

    void after(long millis, Runnable deed) {
        afterNanos(millis * NANOS_PER_MILLI, deed);
    }

    /** Lets the next thing happen that is due by then, if there is one; else it is then. */
    boolean step(long untilMillis) {
        Entry next = entries.peek();
        if (next == null || next.nanos > untilMillis * NANOS_PER_MILLI) {
            nanos = Math.max(nanos, untilMillis * NANOS_PER_MILLI);
            return false;
        }
        entries.poll();
        nanos = next.nanos;
        next.deed.run();
        return true;
    }
}
