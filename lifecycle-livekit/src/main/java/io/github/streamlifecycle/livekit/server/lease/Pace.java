package io.github.streamlifecycle.livekit.server.lease;

import java.util.concurrent.TimeUnit;

/**
 * How many messages a host may still send, pure: {@value #PER_SECOND} a second on average, {@value #BURST} at once.
 *
 * @param usedUntilNanos when the allowance for what was sent so far has grown back; meaningless while unused
 * @param isUsed whether anything was sent
 */
record Pace(long usedUntilNanos, boolean isUsed) {
    static final int PER_SECOND = 10;
    static final int BURST = 20;
    static final Pace UNUSED = new Pace(0, false);

    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    /** Whether another message may come now. */
    boolean allows(long now) {
        return !isUsed || usedUntilNanos - now <= (BURST - 1) * EACH_NANOS;
    }

    /** After a message. */
    Pace on(long now) {
        long from = isUsed && usedUntilNanos - now > 0 ? usedUntilNanos : now;
        return allows(now) ? new Pace(from + EACH_NANOS, true) : this;
    }
}
