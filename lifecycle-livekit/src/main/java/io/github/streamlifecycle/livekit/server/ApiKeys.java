package io.github.streamlifecycle.livekit.server;

import com.auth0.jwt.algorithms.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The API keys and secrets of a LiveKit deployment, with which its webhooks and its participants' tokens are verified.
 * While keys are rotated there are several: add the new one here before LiveKit gets it, and remove the old one once
 * nothing signed by it is left.
 *
 * <pre>{@code
 * ApiKeys.of(apiKey, apiSecret)                       // one
 * ApiKeys.of(apiKey, apiSecret).and(apiKey, newSecret) // a secret being rotated
 * }</pre>
 *
 * <p>Immutable. No text of this class contains a secret.
 *
 * @since 0.1.0
 */
public final class ApiKeys {
    private final Map<String, List<Algorithm>> byKey;

    private ApiKeys(Map<String, List<Algorithm>> byKey) {
        this.byKey = byKey;
    }

    /**
     * Returns a single key.
     *
     * @param apiKey the key, as LiveKit's configuration names it
     * @param apiSecret its secret
     * @return the keys to verify with
     * @throws IllegalArgumentException if one of them is blank
     */
    public static ApiKeys of(String apiKey, String apiSecret) {
        return new ApiKeys(Map.of()).and(apiKey, apiSecret);
    }

    /**
     * Returns these keys and one more. A key that is already here has both secrets from then on.
     *
     * @param apiKey the key
     * @param apiSecret its secret
     * @return the keys to verify with
     * @throws IllegalArgumentException if one of them is blank
     */
    public ApiKeys and(String apiKey, String apiSecret) {
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("apiKey must not be blank: \"" + apiKey + "\"");
        }
        if (apiSecret.isBlank()) {
            throw new IllegalArgumentException("apiSecret must not be blank");
        }
        Map<String, List<Algorithm>> more = new TreeMap<>(byKey);
        List<Algorithm> secrets = new ArrayList<>(more.getOrDefault(apiKey, List.of()));
        secrets.add(Algorithm.HMAC256(apiSecret));
        more.put(apiKey, List.copyOf(secrets));
        return new ApiKeys(more);
    }

    /** Returns the secrets of a key; empty if it is not one of these. */
    List<Algorithm> secretsOf(String apiKey) {
        return byKey.getOrDefault(apiKey, List.of());
    }

    @Override
    public String toString() {
        return "ApiKeys" + byKey.keySet();
    }
}
