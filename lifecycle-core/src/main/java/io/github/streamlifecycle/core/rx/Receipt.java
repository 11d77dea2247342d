package io.github.streamlifecycle.core.rx;

import java.time.Duration;

/**
 * How one stop ended. There is exactly one receipt for each stop that was decided.
 *
 * <p>After anything but {@link Stopped} the stream may still run: it is armed again for the next falling edge, and
 * nothing here tries a second time by itself.
 *
 * @since 0.1.0
 */
public sealed interface Receipt {
    /**
     * Why the stop was decided.
     *
     * @return the cause
     */
    Cause cause();

    /**
     * The stop action completed.
     *
     * @param cause why the stop was decided
     */
    record Stopped(Cause cause) implements Receipt {}

    /**
     * The stop action failed.
     *
     * @param cause why the stop was decided
     * @param error what the stop action failed with
     */
    record Failed(Cause cause, Throwable error) implements Receipt {}

    /**
     * The stop action did not end in time and was disposed of.
     *
     * @param cause why the stop was decided
     * @param after the time it was given
     */
    record TimedOut(Cause cause, Duration after) implements Receipt {}
}
