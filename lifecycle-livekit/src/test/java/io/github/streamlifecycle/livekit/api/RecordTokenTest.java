package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecordTokenTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final RecordToken token = new RecordToken("key", SECRET, now::get);

    @Test
    void mayRecordAndNoMoreForHours() {
        String authorization = token.authorization();
        assertThat(authorization).startsWith("Bearer ");
        DecodedJWT jwt = JWT.require(Algorithm.HMAC256(SECRET)).build().verify(authorization.substring(7));
        assertThat(jwt.getIssuer()).isEqualTo("key");
        assertThat(jwt.getClaim("video").asMap()).containsOnlyKeys("roomRecord");
        assertThat(jwt.getExpiresAtAsInstant()).isAfter(Instant.now().plus(Duration.ofHours(5)));
    }

    @Test
    void isSignedOnceAMinute() {
        String first = token.authorization();
        now.addAndGet(59_999);
        assertThat(token.authorization()).isSameAs(first);
        now.addAndGet(1);
        assertThat(token.authorization()).isNotSameAs(first);
    }

    @Test
    void isSignedAnewOnceTheClockWasSetBack() {
        String first = token.authorization();
        now.addAndGet(-1);
        assertThat(token.authorization()).isNotSameAs(first);
    }
}
