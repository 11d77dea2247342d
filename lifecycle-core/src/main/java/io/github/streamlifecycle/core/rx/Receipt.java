package io.github.streamlifecycle.core.rx;

import java.time.Duration;

/**
 * The result of one stop. Every stop that was decided has exactly one receipt.
 *
 * <p>After anything but {@link Stopped} the stream may still be running. It is armed again for the next falling edge;
 * no stop is repeated, except one that was {@link Withdrawn} after the host had fallen again.
 *
 * @since 0.1.0
 */
public sealed interface Receipt {
    /**
     * Returns the reason for the stop.
     *
     * @return the kind of fall
     */
    StopReason reason();

    /**
     * Receipt of a stop action that completed.
     *
     * @param reason the kind of fall that led to the stop
     */
    record Stopped(StopReason reason) implements Receipt {}

    /**
     * Receipt of a stop action that failed.
     *
     * @param reason the kind of fall that led to the stop
     * @param error the error of the stop action
     */
    record Failed(StopReason reason, Throwable error) implements Receipt {}

    /**
     * Receipt of a stop action that did not end in time and was disposed of.
     *
     * @param reason the kind of fall that led to the stop
     * @param after the time that the action was given
     */
    record TimedOut(StopReason reason, Duration after) implements Receipt {}

    /**
     * Receipt of a stop that its action gave up because the host is back. If the host had fallen again by then, the
     * next stop follows at once and has a receipt of its own.
     *
     * @param reason the kind of fall that led to the stop
     */
    record Withdrawn(StopReason reason) implements Receipt {}
}
