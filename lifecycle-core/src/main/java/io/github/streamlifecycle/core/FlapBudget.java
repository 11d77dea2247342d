package io.github.streamlifecycle.core;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many drops within a window count as a fall, though each one recovered within its grace period.
 *
 * <p>A value: {@link #drop} gives the budget after a drop and changes nothing. Time is an argument, in milliseconds of
 * any clock; a clock that is set back forgets the drops that now lie in its future, and never counts them.
 *
 * @since 0.1.0
 */
public final class FlapBudget {
    private final int drops;
    private final Duration window;
    /** When the drops that still count were, oldest first; never more than {@code drops}. */
    private final long[] times;

    private FlapBudget(int drops, Duration window, long[] times) {
        this.drops = drops;
        this.window = window;
        this.times = times;
    }

    /**
     * A budget of which nothing is spent.
     *
     * @param drops the drop that makes it a fall, at least 2
     * @param window the time within which the drops have to come
     * @return the budget
     * @throws IllegalArgumentException if there are fewer than 2 drops or the window is not positive
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
     * The budget after one more drop.
     *
     * @param atMillis when the host was suspected gone, in milliseconds
     * @return what is left
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
     * Whether the latest drop counts as a fall.
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
