package io.github.streamlifecycle.livekit.server.lease;

import java.util.concurrent.TimeUnit;

/**
 * The rate limit of one host's messages: {@value #PER_SECOND} a second on average, {@value #BURST} at once. A pure
 * value.
 *
 * @param usedUntilNanos the time when the allowance for the messages so far has grown back; meaningless while unused
 * @param isUsed true once a message was sent
 */
record MessageRate(long usedUntilNanos, boolean isUsed) {
    static final int PER_SECOND = 10;
    static final int BURST = 20;
    static final MessageRate UNUSED = new MessageRate(0, false);

    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    /** Returns whether another message is allowed now. */
    boolean allows(long now) {
        return !isUsed || usedUntilNanos - now <= (BURST - 1) * EACH_NANOS;
    }

    /** Returns the limit after a message. */
    MessageRate on(long now) {
        long from = isUsed && usedUntilNanos - now > 0 ? usedUntilNanos : now;
        return allows(now) ? new MessageRate(from + EACH_NANOS, true) : this;
    }
}
