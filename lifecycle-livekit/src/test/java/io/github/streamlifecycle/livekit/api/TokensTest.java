package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Tokens tokens = new Tokens("key", SECRET, System::currentTimeMillis);

    @Test
    void grantWhatTheyAreUsedForAndNoMore() {
        assertThat(grants(tokens.authorizationToRecord())).containsExactly(entry("roomRecord", true));
        assertThat(grants(tokens.authorizationToList())).containsExactly(entry("roomList", true));
        assertThat(grants(tokens.authorizationToAdminister("my-room")))
                .containsOnly(entry("roomAdmin", true), entry("room", "my-room"));
    }

    private static Map<String, Object> grants(String authorization) {
        assertThat(authorization).startsWith("Bearer ");
        DecodedJWT jwt = JWT.require(Algorithm.HMAC256(SECRET)).build().verify(authorization.substring(7));
        assertThat(jwt.getIssuer()).isEqualTo("key");
        assertThat(jwt.getExpiresAtAsInstant()).isAfter(Instant.now().plus(Duration.ofHours(5)));
        return jwt.getClaim("video").asMap();
    }

    @Test
    void publishTokenLastsAsLongAsAsked() {
        // a token counts whole seconds
        Instant before = Instant.now().minusSeconds(1);
        Instant end = JWT.decode(tokens.publish("room", "host", Duration.ofMinutes(5)))
                .getExpiresAtAsInstant();
        assertThat(end.minus(Duration.ofMinutes(5))).isBetween(before, Instant.now());
    }
}
