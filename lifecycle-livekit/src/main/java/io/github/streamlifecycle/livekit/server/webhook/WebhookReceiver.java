package io.github.streamlifecycle.livekit.server.webhook;

import com.auth0.jwt.interfaces.DecodedJWT;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.SignedToken;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Accepted;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Duplicate;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Fault;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.OwnFault;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Refusal;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Refused;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import livekit.LivekitWebhook.WebhookEvent;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of LiveKit's webhooks, for any web framework: body and {@code Authorization} header in, a
 * {@link WebhookVerdict} with the HTTP status out.
 *
 * <pre>{@code
 * WebhookReceiver receiver = WebhookReceiver.with(ApiKeys.of(apiKey, apiSecret));
 *
 * WebhookVerdict verdict = receiver.receive(request.bodyAsBytes(), request.header("Authorization"));
 * response.status(verdict.status());
 * if (verdict instanceof WebhookVerdict.Accepted accepted) {
 *     queue.add(accepted.event());
 * }
 * }</pre>
 *
 * <p>A request is verified on its raw bytes, so hand them over as they came: its token must be signed by one of our API
 * keys and must hold the SHA-256 of the body. Each event is accepted once: its id is remembered for
 * {@value #REMEMBERED_MINUTES} minutes, and older events are not taken at all. At most {@value #REMEMBERED_EVENTS} ids
 * are remembered (about 15 MB); with more in that time the oldest may be accepted again.
 *
 * <p>It never throws, whatever comes, does nothing but compute, and may be called from any number of threads. JWTs and
 * events have wall clock times, so this is one of the few places where the wall clock is asked.
 *
 * @since 0.1.0
 */
public final class WebhookReceiver {
    /** The size in bytes up to which a body is taken: 1 MiB. LiveKit's have one to a few KiB, and metadata of at most 64. */
    public static final int LONGEST_BODY = 1024 * 1024;

    static final int REMEMBERED_MINUTES = 10;
    static final int REMEMBERED_EVENTS = 100_000;

    private static final Duration OLDEST = Duration.ofMinutes(REMEMBERED_MINUTES);
    private static final int LONGEST_ID = 64;
    private static final String BEARER = "Bearer ";

    private final ApiKeys keys;
    private final InstantSource clock;
    private final SeenEvents seen = new SeenEvents(OLDEST.plus(SignedToken.LEEWAY), REMEMBERED_EVENTS);

    private WebhookReceiver(ApiKeys keys, InstantSource clock) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Returns a receiver that goes by the system's clock.
     *
     * @param keys the API keys that LiveKit may sign with
     * @return a receiver that has seen nothing
     */
    public static WebhookReceiver with(ApiKeys keys) {
        return with(keys, InstantSource.system());
    }

    /**
     * Returns a receiver that goes by a clock of the caller's.
     *
     * @param keys the API keys that LiveKit may sign with
     * @param clock the wall clock
     * @return a receiver that has seen nothing
     */
    public static WebhookReceiver with(ApiKeys keys, InstantSource clock) {
        return new WebhookReceiver(keys, clock);
    }

    /**
     * Judges a request.
     *
     * @param body the body, byte for byte
     * @param authorization the value of the {@code Authorization} header: LiveKit's bare token, or one after
     *     {@code Bearer}; null if there is none
     * @return the verdict
     */
    public WebhookVerdict receive(byte[] body, @Nullable String authorization) {
        try {
            return judge(body, authorization);
        } catch (Throwable own) {
            return new OwnFault(Fault.INTERNAL, own.getClass().getName());
        }
    }

    /**
     * Forgets an event, for a caller that cannot take it after all and answers 503: LiveKit's next try is accepted then.
     *
     * @param accepted the verdict on it
     */
    public void forget(Accepted accepted) {
        seen.remove(memorable(accepted.event()));
    }

    private WebhookVerdict judge(byte[] body, @Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return new Refused(Refusal.NO_TOKEN);
        }
        if (body.length > LONGEST_BODY) {
            return new Refused(Refusal.TOO_LARGE);
        }
        try {
            return judge(body, SignedToken.verified(bare(authorization), keys));
        } catch (SignedToken.Refused notOurs) {
            return new Refused(
                    switch (notOurs.flaw()) {
                        case MALFORMED -> Refusal.MALFORMED_TOKEN;
                        case UNKNOWN_KEY -> Refusal.UNKNOWN_KEY;
                        case WRONG_SIGNATURE -> Refusal.WRONG_SIGNATURE;
                    });
        }
    }

    private WebhookVerdict judge(byte[] body, SignedToken token) {
        DecodedJWT claims = token.claims();
        String hash = token.text("sha256");
        if (hash == null || !isHashOf(body, hash)) {
            return new Refused(Refusal.OTHER_BODY);
        }
        if (claims.getExpiresAtAsInstant() == null) {
            return new Refused(Refusal.MALFORMED_TOKEN);
        }
        Instant now = clock.instant();
        if (token.hasExpired(now)) {
            return new OwnFault(Fault.CLOCK, "the token has expired");
        }
        if (token.beginsIn(now).compareTo(Duration.ZERO) > 0) {
            return new OwnFault(Fault.CLOCK, "the token is not valid yet");
        }
        try {
            return judge(EventJson.read(body), now);
        } catch (IOException notAnEvent) {
            return new Unreadable(body.length);
        }
    }

    private WebhookVerdict judge(WebhookEvent event, Instant now) {
        if (event.getCreatedAt() != 0) {
            long age = now.getEpochSecond() - event.getCreatedAt();
            if (age > OLDEST.toSeconds() || age < -SignedToken.LEEWAY.toSeconds()) {
                return new OwnFault(Fault.CLOCK, "the event was created " + age + " s ago");
            }
        }
        return seen.add(memorable(event), now) ? new Accepted(event) : new Duplicate(event);
    }

    /** The id, or what stands for a missing or overlong one. */
    private static String memorable(WebhookEvent event) {
        String id = event.getId();
        if (!id.isEmpty() && id.length() <= LONGEST_ID) {
            return id;
        }
        return Base64.getEncoder().encodeToString(sha256(event.toByteArray()));
    }

    private static String bare(String authorization) {
        String value = authorization.strip();
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? value.substring(BEARER.length()).strip()
                : value;
    }

    /** In a time that does not depend on where they differ. */
    private static boolean isHashOf(byte[] body, String hash) {
        byte[] expected = Base64.getEncoder().encode(sha256(body));
        return MessageDigest.isEqual(expected, hash.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
