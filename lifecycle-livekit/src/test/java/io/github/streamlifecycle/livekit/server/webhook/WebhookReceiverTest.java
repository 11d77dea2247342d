package io.github.streamlifecycle.livekit.server.webhook;

import static io.github.streamlifecycle.livekit.server.Signed.KEY;
import static io.github.streamlifecycle.livekit.server.Signed.SECRET;
import static io.github.streamlifecycle.livekit.server.Signed.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.algorithms.Algorithm;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.Recorded;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Accepted;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Duplicate;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Fault;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.OwnFault;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Refusal;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Refused;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReceiverTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_360_824L);

    private Instant clock = NOW;
    private final WebhookReceiver receiver = WebhookReceiver.with(Signed.KEYS, () -> clock);
    private final String body = event("EV_1", NOW);

    private static String event(String id, Instant createdAt) {
        return "{\"event\":\"room_started\",\"room\":{\"sid\":\"RM_1\",\"name\":\"r\"},\"id\":\"" + id
                + "\",\"createdAt\":\"" + createdAt.getEpochSecond() + "\"}";
    }

    private WebhookVerdict receive(String text) {
        return receiver.receive(utf8(text), Signed.webhook(text, NOW));
    }

    private void assertRefused(Refusal reason, WebhookVerdict verdict) {
        assertThat(verdict).isEqualTo(new Refused(reason));
        assertThat(verdict.status()).isBetween(400, 499);
    }

    @Test
    void everyRecordedWebhookIsAcceptedOnce() {
        assertThat(Recorded.webhooks()).hasSizeGreaterThan(150);
        for (JsonObject webhook : Recorded.webhooks()) {
            clock = Instant.ofEpochSecond(webhook.get("createdAt").getAsLong());
            byte[] bytes = utf8(webhook.toString());
            String token = Signed.webhook(bytes, clock);
            assertThat(receiver.receive(bytes, token)).isInstanceOfSatisfying(Accepted.class, accepted -> {
                assertThat(accepted.status()).isEqualTo(200);
                assertThat(accepted.event().getId()).isEqualTo(webhook.get("id").getAsString());
                assertThat(accepted.event().getEvent())
                        .isEqualTo(webhook.get("event").getAsString());
            });
            assertThat(receiver.receive(bytes, token)).isInstanceOf(Duplicate.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  ", " ", ""})
    void tokenMayComeAfterBearer(String before) {
        assertThat(receiver.receive(utf8(body), before + Signed.webhook(body, NOW)))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void requestWithoutTokenIsRefused() {
        assertRefused(Refusal.NO_TOKEN, receiver.receive(utf8(body), null));
        assertRefused(Refusal.NO_TOKEN, receiver.receive(utf8(body), " "));
        assertRefused(Refusal.MALFORMED_TOKEN, receiver.receive(utf8(body), "Bearer "));
    }

    @Test
    void unsignedTokenIsRefused() {
        String payload = "{\"iss\":\"devkey\",\"exp\":1795361824,\"sha256\":\"" + Signed.hash(utf8(body)) + "\"}";
        for (String alg : new String[] {"none", "None", "", "hs256", "RS256", "HS512"}) {
            String header = "{\"alg\":\"" + alg + "\",\"typ\":\"JWT\"}";
            assertRefused(Refusal.MALFORMED_TOKEN, receiver.receive(utf8(body), Signed.raw(header, payload, "")));
        }
        assertRefused(
                Refusal.MALFORMED_TOKEN, receiver.receive(utf8(body), Signed.raw("{\"typ\":\"JWT\"}", payload, "")));
        assertRefused(
                Refusal.WRONG_SIGNATURE, receiver.receive(utf8(body), Signed.raw("{\"alg\":\"HS256\"}", payload, "")));
    }

    @Test
    void otherAlgorithmWithOurSecretIsRefused() {
        String token = Signed.claims(utf8(body), NOW).sign(Algorithm.HMAC512(SECRET));
        assertRefused(Refusal.MALFORMED_TOKEN, receiver.receive(utf8(body), token));
    }

    @Test
    void wrongSecretIsRefused() {
        String token = Signed.claims(utf8(body), NOW).sign(Algorithm.HMAC256(SECRET + "x"));
        assertRefused(Refusal.WRONG_SIGNATURE, receiver.receive(utf8(body), token));
    }

    @Test
    void unknownKeyIsRefused() {
        String token = Signed.claims(utf8(body), NOW).withIssuer("other").sign(Algorithm.HMAC256(SECRET));
        assertRefused(Refusal.UNKNOWN_KEY, receiver.receive(utf8(body), token));
    }

    @Test
    void everyBodyThatIsOneByteOffIsRefused() {
        byte[] bytes = utf8(body);
        String token = Signed.webhook(bytes, NOW);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertRefused(Refusal.OTHER_BODY, receiver.receive(changed, token));
        }
        assertRefused(Refusal.OTHER_BODY, receiver.receive(Arrays.copyOf(bytes, bytes.length - 1), token));
        assertRefused(Refusal.OTHER_BODY, receiver.receive(new byte[0], token));
    }

    @Test
    void participantsTokenIsRefused() {
        assertRefused(Refusal.OTHER_BODY, receiver.receive(utf8(body), Signed.host("r", "host", NOW)));
    }

    @Test
    void tokenWithoutEndIsRefused() {
        String token =
                Signed.claims(utf8(body), NOW).withExpiresAt((Instant) null).sign(Algorithm.HMAC256(SECRET));
        assertRefused(Refusal.MALFORMED_TOKEN, receiver.receive(utf8(body), token));
    }

    @Test
    void bodyThatIsTooLargeIsRefused() {
        byte[] huge = new byte[WebhookReceiver.LONGEST_BODY + 1];
        WebhookVerdict verdict = receiver.receive(huge, Signed.webhook(huge, NOW));
        assertThat(verdict).isEqualTo(new Refused(Refusal.TOO_LARGE));
        assertThat(verdict.status()).isEqualTo(413);
    }

    @Test
    void largestBodyIsTaken() {
        String start = "{\"event\":\"x\",\"id\":\"EV_large\",\"room\":{\"metadata\":\"";
        String text = start + "x".repeat(WebhookReceiver.LONGEST_BODY - start.length() - 3) + "\"}}";
        assertThat(utf8(text)).hasSize(WebhookReceiver.LONGEST_BODY);
        assertThat(receive(text)).isInstanceOf(Accepted.class);
    }

    @Test
    void clocksMayDifferByAMinute() {
        clock = NOW.minusSeconds(60);
        assertThat(receive(event("EV_early", NOW))).isInstanceOf(Accepted.class);
        clock = NOW.plus(Duration.ofMinutes(6)).minusSeconds(1);
        assertThat(receive(event("EV_late", NOW))).isInstanceOf(Accepted.class);
    }

    @Test
    void wrongClockIsOurFaultAndLosesNothing() {
        clock = NOW.minusSeconds(61);
        assertThat(receive(body)).isInstanceOfSatisfying(OwnFault.class, fault -> {
            assertThat(fault.reason()).isEqualTo(Fault.CLOCK);
            assertThat(fault.status()).isEqualTo(503);
        });
        clock = NOW.plus(Duration.ofMinutes(6));
        assertThat(receive(body).status()).isEqualTo(503);
        clock = NOW;
        assertThat(receive(body)).isInstanceOf(Accepted.class);
    }

    @Test
    void oldEventInANewTokenIsNotTaken() {
        assertThat(receive(event("EV_old", NOW.minus(Duration.ofMinutes(10))))).isInstanceOf(Accepted.class);
        assertThat(receive(event("EV_older", NOW.minus(Duration.ofMinutes(10)).minusSeconds(1))))
                .isInstanceOf(OwnFault.class);
        assertThat(receive(event("EV_future", NOW.plusSeconds(61)))).isInstanceOf(OwnFault.class);
    }

    @Test
    void replayIsADuplicateAsLongAsItsTokenIsValid() {
        String token = Signed.webhook(body, NOW);
        assertThat(receiver.receive(utf8(body), token)).isInstanceOf(Accepted.class);
        for (int second = 0; second < 360; second++) {
            clock = NOW.plusSeconds(second);
            WebhookVerdict verdict = receiver.receive(utf8(body), token);
            assertThat(verdict).isInstanceOf(Duplicate.class);
            assertThat(verdict.status()).isEqualTo(200);
        }
        clock = NOW.plusSeconds(360);
        assertThat(receiver.receive(utf8(body), token)).isInstanceOf(OwnFault.class);
    }

    @Test
    void eventWithoutIdIsRecognisedByItsContent() {
        String one = "{\"event\":\"room_started\",\"room\":{\"name\":\"r\"}}";
        assertThat(receive(one)).isInstanceOf(Accepted.class);
        assertThat(receive(one)).isInstanceOf(Duplicate.class);
        assertThat(receive(one.replace("\"r\"", "\"s\""))).isInstanceOf(Accepted.class);
    }

    @Test
    void forgottenEventIsAcceptedAgain() {
        Accepted accepted = (Accepted) receive(body);
        assertThat(receive(body)).isInstanceOf(Duplicate.class);
        receiver.forget(accepted);
        assertThat(receive(body)).isInstanceOf(Accepted.class);
    }

    @Test
    void bothKeysHoldWhileTheyAreRotated() {
        WebhookReceiver both =
                WebhookReceiver.with(Signed.KEYS.and("newkey", "new secret").and(KEY, "newer secret"), () -> NOW);
        int number = 0;
        for (String[] key : new String[][] {{KEY, SECRET}, {"newkey", "new secret"}, {KEY, "newer secret"}}) {
            byte[] bytes = utf8(event("EV_" + number++, NOW));
            String token = Signed.claims(bytes, NOW).withIssuer(key[0]).sign(Algorithm.HMAC256(key[1]));
            assertThat(both.receive(bytes, token)).isInstanceOf(Accepted.class);
        }
        byte[] bytes = utf8(body);
        String crossed = Signed.claims(bytes, NOW).withIssuer("newkey").sign(Algorithm.HMAC256(SECRET));
        assertRefused(Refusal.WRONG_SIGNATURE, both.receive(bytes, crossed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "1", "{", "{}x", "{\"room\":1}", "{\"createdAt\":\"soon\"}", "text"})
    void signedBodyThatIsNoEventIsUnreadable(String text) {
        assertThat(receive(text)).isEqualTo(new Unreadable(utf8(text).length));
        assertThat(receive(text).status()).isEqualTo(200);
    }

    @Test
    void invalidUtf8IsUnreadable() {
        byte[] bytes = utf8(body);
        bytes[body.indexOf("RM_1")] = (byte) 0xC3;
        assertThat(receiver.receive(bytes, Signed.webhook(bytes, NOW))).isInstanceOf(Unreadable.class);
    }

    @Test
    void replacementCharacterOfAName() {
        assertThat(receive(body.replace("\"r\"", "\"\uFFFD\"")))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted ->
                                assertThat(accepted.event().getRoom().getName()).isEqualTo("\uFFFD"));
    }

    @Test
    void deepNestingIsUnreadable() {
        String deep = "{\"newer\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";
        assertThat(receive(deep)).isInstanceOf(Unreadable.class);
    }

    @Test
    void unknownEventsAndFieldsPass() {
        String newer = "{\"event\":\"room_painted\",\"colour\":{\"r\":[1,{}]},\"room\":{\"name\":\"r\",\"new\":null},"
                + "\"id\":\"EV_new\"}";
        assertThat(receive(newer))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.event().getEvent()).isEqualTo("room_painted"));
    }

    @Test
    void errorInsideIsOurFault() {
        WebhookReceiver broken = WebhookReceiver.with(Signed.KEYS, () -> {
            throw new OutOfMemoryError("test");
        });
        assertThat(broken.receive(utf8(body), Signed.webhook(body, NOW)))
                .isEqualTo(new OwnFault(Fault.INTERNAL, "java.lang.OutOfMemoryError"));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void everyRefusalIsFinal(Refusal reason) {
        assertThat(new Refused(reason).status()).isBetween(400, 499).isNotEqualTo(429);
    }

    @Test
    void verdictsShowNoSecrets() {
        String token = Signed.webhook(body, NOW);
        assertThat(Signed.KEYS).hasToString("ApiKeys[devkey]");
        assertThat(receiver.receive(utf8("x"), token).toString()).doesNotContain(token);
        assertThat(new Accepted(WebhookEvent.getDefaultInstance()).toString()).doesNotContain(token);
    }

    @Test
    void blankKeysAreRefusedAtOnce() {
        assertThatThrownBy(() -> ApiKeys.of(" ", "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apiKey must not be blank: \" \"");
        assertThatThrownBy(() -> ApiKeys.of("key", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apiSecret must not be blank");
    }
}
