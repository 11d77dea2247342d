package io.github.streamlifecycle.examples.guard.cluster;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The doubt of a process that stood still, as by a signal, a collection of garbage or a machine without time for it: others may guard
 * its rooms by now. It begins where the time between two ticks is longer than {@link #LONGEST}, which is less than others wait before
 * they take over, and ends once every other member has said since that this one still is a member. Until then nothing is decided here.
 * A member that is gone need not say anything; a replica that is no longer a member is not told so by all, and ends.
 *
 * <p>The end of a standstill is noticed by whoever looks first, whether the tick or a room: a room that looks before the tick finds the
 * latest tick too long ago. What was past that look when the process stood still cannot be held.
 *
 * <p>{@link #mayAct} may be asked on any thread; the rest is called by one actor.
 */
final class Standstill {
    /** The failure detector takes 2 s, and the split-brain resolver 3 s more. */
    static final Duration LONGEST = Duration.ofSeconds(3);

    private final LongSupplier nanos;
    private final LongAdder held = new LongAdder();
    private final Set<String> confirmed = new HashSet<>();
    private volatile long ticked;
    private volatile boolean isInDoubt;
    private long doubts;

    /**
     * Begins without a doubt.
     *
     * @param nanos a clock that goes on while the process stands still, in nanoseconds
     */
    Standstill(LongSupplier nanos) {
        this.nanos = nanos;
        this.ticked = nanos.getAsLong();
    }

    /** Tests whether a room may decide something now. Of what is held a note is taken. */
    boolean mayAct() {
        long latest = ticked; // before the doubt, which is written before it
        boolean may = nanos.getAsLong() - latest <= LONGEST.toNanos() && !isInDoubt;
        if (!may) {
            held.increment();
        }
        return may;
    }

    /**
     * Notes that the process runs.
     *
     * @return true if it is in doubt, and the others are to be asked
     */
    boolean tick() {
        long now = nanos.getAsLong();
        if (now - ticked > LONGEST.toNanos()) {
            isInDoubt = true;
            doubts++;
            confirmed.clear();
        }
        ticked = now;
        return isInDoubt;
    }

    /** Returns the number of the latest doubt, which a question and its answer are about. */
    long doubt() {
        return doubts;
    }

    /** Notes that another replica has said that this one is a member; an answer about an earlier doubt says nothing. */
    void confirmed(String replica, long doubt) {
        if (doubt == doubts) {
            confirmed.add(replica);
        }
    }

    /** Ends the doubt if all others have confirmed. */
    void settle(Set<String> others) {
        if (confirmed.containsAll(others)) {
            isInDoubt = false;
        }
    }

    /** Returns how often a room had to wait. */
    long held() {
        return held.sum();
    }
}
