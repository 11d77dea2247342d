package io.github.streamlifecycle.livekit.api;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A token that is signed anew once a minute and not for each call, which would take longer than to send the call.
 * Thread-safe; two threads may sign at the same moment, which does no harm.
 */
final class RenewedToken {
    private static final long RENEWED_AFTER_MILLIS = Duration.ofMinutes(1).toMillis();

    private record Signed(String token, long atMillis) {
        /** Returns whether the token is fresh: false after a minute, and once the clock was set back. */
        boolean isFresh(long nowMillis) {
            long age = nowMillis - atMillis;
            return age >= 0 && age < RENEWED_AFTER_MILLIS;
        }

        @Override
        public String toString() {
            return "token of " + atMillis;
        }
    }

    private final Supplier<String> signature;
    private final LongSupplier epochMillis;
    private volatile Signed latest = new Signed("", Long.MAX_VALUE);

    RenewedToken(Supplier<String> signature, LongSupplier epochMillis) {
        this.signature = signature;
        this.epochMillis = epochMillis;
    }

    String token() {
        long now = epochMillis.getAsLong();
        Signed signed = latest;
        if (!signed.isFresh(now)) {
            signed = new Signed(signature.get(), now);
            latest = signed;
        }
        return signed.token();
    }
}
