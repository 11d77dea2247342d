package io.github.streamlifecycle.livekit.server.webhook;

import static io.github.streamlifecycle.livekit.server.Signed.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.algorithms.Algorithm;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.server.Fuzz;
import io.github.streamlifecycle.livekit.server.Recorded;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Accepted;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Duplicate;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Refusal;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Refused;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Unreadable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes gets a verdict, the right one where it is known, and never an exception. */
class HostileWebhookTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_360_824L);
    private static final List<JsonObject> RECORDED = Recorded.webhooks();
    private static final List<String> JWT_PARTS = List.of(
            "{\"alg\":\"none\"}",
            "{\"alg\":\"HS256\"}",
            "{\"alg\":[]}",
            "{\"iss\":\"devkey\",\"exp\":1e308}",
            "{\"iss\":\"devkey\",\"nbf\":9223372036854775807}",
            "{\"iss\":[\"devkey\"]}",
            "[]");

    private final WebhookReceiver receiver = WebhookReceiver.with(Signed.KEYS, () -> NOW);

    private WebhookVerdict signed(byte[] body) {
        return receiver.receive(body, Signed.webhook(body, NOW));
    }

    private static byte[] recorded(Random random) {
        JsonObject now = Fuzz.oneOf(random, RECORDED).deepCopy();
        now.addProperty("createdAt", Long.toString(NOW.getEpochSecond()));
        return utf8(now.toString());
    }

    /** One byte that is another one. */
    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        return changed;
    }

    private static String jwtLike(Random random) {
        StringBuilder token = new StringBuilder();
        for (int parts = random.nextInt(5); parts > 0; parts--) {
            token.append(
                    random.nextBoolean()
                            ? Fuzz.text(random)
                            : Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(utf8(Fuzz.oneOf(random, JWT_PARTS))));
            token.append(parts == 1 ? "" : ".");
        }
        return token.toString();
    }

    @Test
    void unsignedRequestsAreRefused() {
        Fuzz.seeds(
                3_000,
                random -> assertThat(receiver.receive(
                                random.nextBoolean() ? recorded(random) : Fuzz.bytes(random, 500), jwtLike(random)))
                        .isInstanceOf(Refused.class));
    }

    @Test
    void truncatedTokensAreRefused() {
        byte[] body = recorded(new Random(1));
        String token = Signed.webhook(body, NOW);
        for (int length = 0; length < token.length(); length++) {
            assertThat(receiver.receive(body, token.substring(0, length)))
                    .as("%d characters", length)
                    .isInstanceOf(Refused.class);
        }
        assertThat(receiver.receive(body, token)).isInstanceOf(Accepted.class);
    }

    @Test
    void tokenWithAnotherCharacterIsRefused() {
        Fuzz.seeds(1_000, random -> {
            byte[] body = recorded(random);
            String token = Signed.webhook(body, NOW);
            // the last character of a signature has two bits that mean nothing
            int place = random.nextInt(token.length() - 1);
            char other = (char) (token.charAt(place) ^ (1 + random.nextInt(255)));
            String changed = token.substring(0, place) + other + token.substring(place + 1);
            assertThat(receiver.receive(body, changed)).isInstanceOf(Refused.class);
        });
    }

    @Test
    void bodyWithAnotherByteIsRefused() {
        Fuzz.seeds(1_000, random -> {
            byte[] body = recorded(random);
            assertThat(receiver.receive(changed(body, random), Signed.webhook(body, NOW)))
                    .isEqualTo(new Refused(Refusal.OTHER_BODY));
        });
    }

    @Test
    void otherSecretsAreRefused() {
        Fuzz.seeds(500, random -> {
            byte[] body = recorded(random);
            byte[] secret = Arrays.copyOf(Fuzz.bytes(random, 64), 1 + random.nextInt(64));
            String token = Signed.claims(body, NOW).sign(Algorithm.HMAC256(secret));
            assertThat(receiver.receive(body, token)).isEqualTo(new Refused(Refusal.WRONG_SIGNATURE));
        });
    }

    @Test
    void anySignedBytesGetTwoHundred() {
        Fuzz.seeds(3_000, random -> {
            byte[] body = random.nextBoolean() ? Fuzz.bytes(random, 500) : utf8(Fuzz.text(random));
            assertThat(signed(body)).isInstanceOfAny(Unreadable.class, Accepted.class, Duplicate.class);
        });
    }

    @Test
    void signedEventsThatAreBrokenAreNeverRefused() {
        Fuzz.seeds(2_000, random -> {
            byte[] body = recorded(random);
            // a broken time is one of a wrong clock
            assertThat(signed(changed(body, random)).status()).isIn(200, 503);
            assertThat(signed(Arrays.copyOf(body, random.nextInt(body.length)))).isInstanceOf(Unreadable.class);
        });
    }

    @Test
    void invalidUtf8IsUnreadable() {
        Fuzz.seeds(500, random -> {
            byte[] body = recorded(random);
            body[random.nextInt(body.length)] = (byte) 0xFF;
            assertThat(signed(body)).isInstanceOf(Unreadable.class);
        });
    }

    @Test
    void anyNestingIsUnreadable() {
        List<String> openings = List.of("[", "{\"room\":", "{\"a\":[", "{\"participant\":", "{\"tracks\":[");
        Fuzz.seeds(200, random -> {
            String opening = Fuzz.oneOf(random, openings);
            String field = Fuzz.oneOf(random, List.of("room", "participant", "newer"));
            int depth = random.nextInt(WebhookReceiver.LONGEST_BODY / opening.length() - 20);
            assertThat(signed(utf8("{\"" + field + "\":" + opening.repeat(depth))))
                    .isInstanceOf(Unreadable.class);
        });
    }

    @Test
    void replayIsNeverAcceptedTwice() {
        Fuzz.seeds(500, random -> {
            byte[] body = recorded(random);
            assertThat(signed(body).status()).isEqualTo(200);
            assertThat(signed(body)).isInstanceOf(Duplicate.class);
        });
    }

    @Test
    void anyTextsInAnEventPass() {
        Fuzz.seeds(2_000, random -> {
            String name = Fuzz.text(random);
            String identity = Fuzz.text(random);
            JsonObject room = new JsonObject();
            room.addProperty("name", name);
            JsonObject participant = new JsonObject();
            participant.addProperty("identity", identity);
            participant.addProperty("metadata", Fuzz.text(random));
            participant.addProperty("sid", "PA_1");
            JsonObject event = new JsonObject();
            event.addProperty("event", "participant_joined");
            event.addProperty("id", "EV_" + random.nextLong());
            event.add("room", room);
            event.add("participant", participant);
            assertThat(signed(utf8(event.toString()))).isInstanceOfSatisfying(Accepted.class, accepted -> {
                assertThat(accepted.event().getRoom().getName()).isEqualTo(name);
                assertThat(WebhookObservations.of(accepted.event(), 1).isPresent())
                        .isEqualTo(!name.isEmpty() && !identity.isEmpty());
            });
        });
    }
}
