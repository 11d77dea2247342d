package io.github.streamlifecycle.livekit.api;

import io.livekit.server.AccessToken;
import io.livekit.server.RoomRecord;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The token of calls about egress, signed anew every minute: the SDK signs one for each call, which takes longer than to
 * send it. Valid for 6 h as the SDK's, since clocks differ.
 */
final class RecordToken {
    private static final long RENEWED_AFTER_MILLIS = Duration.ofMinutes(1).toMillis();

    private record Signed(String authorization, long atMillis) {
        /** Neither after a minute nor once the clock was set back. */
        boolean isFresh(long nowMillis) {
            long age = nowMillis - atMillis;
            return age >= 0 && age < RENEWED_AFTER_MILLIS;
        }

        @Override
        public String toString() {
            return "token of " + atMillis;
        }
    }

    private final String apiKey;
    private final String apiSecret;
    private final LongSupplier epochMillis;
    private volatile Signed latest = new Signed("", Long.MAX_VALUE);

    RecordToken(String apiKey, String apiSecret, LongSupplier epochMillis) {
        this.apiKey = apiKey;
        this.apiSecret = apiSecret;
        this.epochMillis = epochMillis;
    }

    /** The value of the header. */
    String authorization() {
        long now = epochMillis.getAsLong();
        Signed token = latest;
        if (!token.isFresh(now)) {
            token = new Signed("Bearer " + sign(), now);
            latest = token;
        }
        return token.authorization();
    }

    private String sign() {
        AccessToken token = new AccessToken(apiKey, apiSecret);
        token.addGrants(new RoomRecord(true));
        return token.toJwt();
    }
}
