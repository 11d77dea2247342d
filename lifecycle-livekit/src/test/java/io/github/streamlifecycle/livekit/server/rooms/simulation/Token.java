package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.server.Signed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The token of a webhook, made by hand: there are millions. */
final class Token {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Token::mac);

    private Token() {}

    static String of(byte[] body, long epochMillis) {
        long seconds = epochMillis / 1_000;
        String claims = encoded("{\"iss\":\"%s\",\"nbf\":%d,\"exp\":%d,\"sha256\":\"%s\"}"
                .formatted(Signed.KEY, seconds, seconds + 300, Signed.hash(body)));
        String signed = HEADER + "." + claims;
        return signed + "." + BASE64.encodeToString(MAC.get().doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Signed.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
