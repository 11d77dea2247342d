package io.github.streamlifecycle.livekit.testkit;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a token allows. No token allows nothing; a wrong one is refused before anything else is looked at. */
record Grants(String identity, String name, Map<String, Object> video) {
    static final Grants NONE = new Grants("", "", Map.of());

    /** A token that is refused, in the server's own words, which it sends as plain text. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String body) {
            super(body);
        }
    }

    static Grants of(@Nullable String authorization, String apiKey, String apiSecret) throws Refused {
        if (authorization == null) {
            return NONE;
        }
        if (!authorization.startsWith("Bearer ")) {
            throw new Refused("invalid authorization header. Must start with Bearer ");
        }
        String token = authorization.substring("Bearer ".length());
        try {
            DecodedJWT jwt = JWT.require(Algorithm.HMAC256(apiSecret))
                    .withIssuer(apiKey)
                    .build()
                    .verify(token);
            Map<String, Object> video =
                    Optional.ofNullable(jwt.getClaim("video").asMap()).orElse(Map.of());
            return new Grants(
                    Objects.requireNonNullElse(jwt.getSubject(), ""),
                    Objects.requireNonNullElse(jwt.getClaim("name").asString(), ""),
                    video);
        } catch (TokenExpiredException expired) {
            throw new Refused("invalid token: " + token);
        } catch (JWTVerificationException wrong) {
            throw new Refused("invalid authorization token");
        }
    }

    boolean allows(String grant) {
        return Boolean.TRUE.equals(video.get(grant));
    }

    boolean allowsToJoin() {
        return allows("roomJoin") && !room().isEmpty();
    }

    /** What is allowed unless the token says otherwise. */
    boolean doesNotForbid(String grant) {
        return !Boolean.FALSE.equals(video.get(grant));
    }

    String room() {
        return video.get("room") instanceof String room ? room : "";
    }
}
