package io.github.streamlifecycle.examples.guard.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The requests that were refused lately, by the address of their client. What comes from there afterwards is hurried, not
 * refused: a valid message that was dropped for the sake of somebody else would look like a host that falls silent.
 */
final class Refusals {
    static final int BURST = 100;
    static final int PER_SECOND = 20;

    private static final int MOST_ADDRESSES = 10_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LongSupplier nanoTime;
    /** Guarded by this; the address that was refused least recently first. */
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Bucket(double level, long atNanos) {
        Bucket at(long nanos) {
            double drained = level - (double) (nanos - atNanos) * PER_SECOND / NANOS_PER_SECOND;
            return new Bucket(Math.max(0, drained), nanos);
        }
    }

    Refusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts a refused request. */
    synchronized void add(String address) {
        Bucket now = level(address);
        buckets.put(address, new Bucket(Math.min(BURST, now.level() + 1), now.atNanos()));
    }

    /** Tests whether an address was refused too often: {@value #BURST} times, or {@value #PER_SECOND} times a second. */
    synchronized boolean areTooMany(String address) {
        return buckets.containsKey(address) && level(address).level() > BURST - 1;
    }

    private Bucket level(String address) {
        long now = nanoTime.getAsLong();
        Bucket known = buckets.get(address);
        return known == null ? new Bucket(0, now) : known.at(now);
    }
}
