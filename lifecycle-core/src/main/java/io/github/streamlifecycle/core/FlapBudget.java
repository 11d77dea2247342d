package io.github.streamlifecycle.core;

import java.time.Duration;
import java.util.Arrays;

/**
 * A limit on how often a host may drop within a window of time, even if it recovers within its grace period each time.
 *
 * <p>An immutable value: {@link #drop} returns the budget after one more drop. Time is an argument, in milliseconds of
 * any one clock. If that clock is set back, drops that now lie in its future are forgotten rather than counted.
 *
 * @since 0.1.0
 */
public final class FlapBudget {
    private final int drops;
    private final Duration window;
    /** Times of the drops that still count, oldest first; never more than {@code drops} of them. */
    private final long[] times;

    private FlapBudget(int drops, Duration window, long[] times) {
        this.drops = drops;
        this.window = window;
        this.times = times;
    }

    /**
     * Returns an unspent budget.
     *
     * @param drops the number of drops that spends the budget, at least 2
     * @param window the time within which those drops have to occur
     * @return the budget
     * @throws IllegalArgumentException if {@code drops} is less than 2 or the window is not positive
     */
    public static FlapBudget of(int drops, Duration window) {
        if (drops < 2) {
            throw new IllegalArgumentException("drops must be at least 2: " + drops);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be positive: " + window);
        }
        return new FlapBudget(drops, window, new long[0]);
    }

    /**
     * Returns the budget after one more drop.
     *
     * @param atMillis the time of the drop, in milliseconds
     * @return the remaining budget
     */
    public FlapBudget drop(long atMillis) {
        long[] counting = new long[times.length + 1];
        int count = 0;
        for (long time : times) {
            if (time <= atMillis
                    && Duration.ofMillis(atMillis).minusMillis(time).compareTo(window) < 0) {
                counting[count++] = time;
            }
        }
        counting[count++] = atMillis;
        return new FlapBudget(drops, window, Arrays.copyOfRange(counting, Math.max(0, count - drops), count));
    }

    /**
     * Tests whether the budget is used up, so that the latest drop counts as a fall.
     *
     * @return true from the drop that spends the budget until the window has moved on
     */
    public boolean isSpent() {
        return times.length >= drops;
    }

    @Override
    public String toString() {
        return times.length + " of " + drops + " drops within " + window;
    }
}
