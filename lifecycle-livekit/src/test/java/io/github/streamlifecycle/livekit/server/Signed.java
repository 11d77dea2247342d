package io.github.streamlifecycle.livekit.server;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Tokens as LiveKit and applications make them. */
public final class Signed {
    public static final String KEY = "devkey";
    public static final String SECRET = "0123456789abcdef0123456789abcdef";
    public static final ApiKeys KEYS = ApiKeys.of(KEY, SECRET);

    private Signed() {}

    /** The header of a webhook. */
    public static String webhook(byte[] body, Instant at) {
        return claims(body, at).sign(Algorithm.HMAC256(SECRET));
    }

    public static String webhook(String body, Instant at) {
        return webhook(utf8(body), at);
    }

    /** The claims of a webhook's token, to be changed and signed. */
    public static JWTCreator.Builder claims(byte[] body, Instant at) {
        return JWT.create()
                .withIssuer(KEY)
                .withNotBefore(at)
                .withExpiresAt(at.plus(Duration.ofMinutes(5)))
                .withClaim("sha256", hash(body));
    }

    /** The token of a host, valid from a time on for six hours. */
    public static String host(String room, String identity, Instant at) {
        return join(room, identity, at, Map.of("canPublish", true));
    }

    public static String join(String room, String identity, Instant at, Map<String, Object> more) {
        Map<String, Object> video = new HashMap<>(Map.of("room", room, "roomJoin", true));
        video.putAll(more);
        return JWT.create()
                .withIssuer(KEY)
                .withSubject(identity)
                .withNotBefore(at)
                .withExpiresAt(at.plus(Duration.ofHours(6)))
                .withClaim("video", video)
                .sign(Algorithm.HMAC256(SECRET));
    }

    /** A token with a payload, a header and a signature of anybody's choice. */
    public static String raw(String header, String payload, String signature) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(utf8(header)) + "." + base64.encodeToString(utf8(payload)) + "." + signature;
    }

    public static String hash(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
