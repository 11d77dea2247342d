package io.github.streamlifecycle.livekit.server.lease;

import static io.github.streamlifecycle.livekit.server.Signed.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.Recorded;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.webhook.Fused;
import io.github.streamlifecycle.livekit.server.webhook.WebhookReceiver;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Accepted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From bytes to the presence of a host: what the receivers hear, fused. */
class PresenceFromSourcesTest {
    private static final Instant START = Instant.ofEpochSecond(1_795_360_824L);

    private long millis;
    private final Fused fused = new Fused();
    private final LeaseReceiver leases = new LeaseReceiver(
            Signed.KEYS,
            observation -> fused.on(observation, epochMillis()),
            () -> START.plusMillis(millis),
            () -> TimeUnit.MILLISECONDS.toNanos(millis));

    static List<Path> runs() {
        return Recorded.runs();
    }

    private long epochMillis() {
        return START.toEpochMilli() + millis;
    }

    private Optional<Presence> presence(String room) {
        return fused.view(room).host().presence();
    }

    private static String room(JsonObject webhook) {
        return webhook.has("room")
                ? webhook.getAsJsonObject("room").get("name").getAsString()
                : webhook.getAsJsonObject("egressInfo").get("roomName").getAsString();
    }

    private static Fused fused(List<JsonObject> webhooks) {
        Fused fused = new Fused();
        Instant[] now = new Instant[1];
        WebhookReceiver receiver = WebhookReceiver.with(Signed.KEYS, () -> now[0]);
        for (JsonObject webhook : webhooks) {
            now[0] = Instant.ofEpochSecond(webhook.get("createdAt").getAsLong());
            byte[] body = utf8(webhook.toString());
            if (receiver.receive(body, Signed.webhook(body, now[0])) instanceof Accepted accepted) {
                fused.on(accepted, now[0].toEpochMilli());
            }
        }
        return fused;
    }

    @ParameterizedTest
    @MethodSource("runs")
    @Tag("P10")
    void recordedRunsMeanTheSameInAnyOrderAndTwice(Path run) {
        List<JsonObject> webhooks = Recorded.webhooks(run);
        String room = room(webhooks.get(0));
        Optional<Presence> expected = fused(webhooks).view(room).host().presence();
        for (long seed = 0; seed < 20; seed++) {
            List<JsonObject> order = new ArrayList<>(webhooks);
            order.addAll(webhooks);
            Collections.shuffle(order, new Random(seed));
            assertThat(fused(order).view(room).host().presence())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void killedHostIsDownByItsWebhooks() {
        Path run = Recorded.runs().stream()
                .filter(file -> file.endsWith("room-composite_host-killed_viewer-stays.jsonl"))
                .findAny()
                .orElseThrow();
        List<JsonObject> webhooks = Recorded.webhooks(run);
        String room = room(webhooks.get(0));
        List<Optional<Presence>> seen = new ArrayList<>();
        for (int i = 1; i <= webhooks.size(); i++) {
            Optional<Presence> now =
                    fused(webhooks.subList(0, i)).view(room).host().presence();
            if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(now)) {
                seen.add(now);
            }
        }
        assertThat(seen).containsExactly(Optional.empty(), Optional.of(Presence.UP), Optional.of(Presence.DOWN));
    }

    private void say(String room, String state) {
        String token = Signed.host(room, "host", START);
        assertThat(leases.post(utf8("{\"token\":\"" + token + "\",\"lease\":\"a\",\"state\":\"" + state + "\"}")))
                .isEqualTo(LeaseReply.KEPT);
    }

    private void pass(Duration time) {
        for (long end = millis + time.toMillis(); millis < end; ) {
            millis += LeaseReceiver.LOOK_EVERY_MILLIS;
            leases.advance();
        }
    }

    @Test
    void leaseIsUpThenInDoubtThenUpAgainThenDown() {
        say("r", "waiting");
        assertThat(presence("r")).isEmpty();
        say("r", "publishing");
        assertThat(presence("r")).contains(Presence.UP);
        pass(Duration.ofMillis(2_400));
        assertThat(presence("r")).contains(Presence.UP);
        pass(Duration.ofMillis(100));
        assertThat(presence("r")).contains(Presence.SUSPECT);
        say("r", "publishing");
        assertThat(presence("r")).contains(Presence.UP);
        say("r", "down");
        assertThat(presence("r")).contains(Presence.SUSPECT);
        say("r", "publishing");
        say("r", "goodbye");
        assertThat(presence("r")).contains(Presence.DOWN);
    }

    @Test
    @Tag("P10")
    void receiverThatStartsAnewSaysNothingOfAHost() {
        say("r", "publishing");
        pass(Duration.ofMillis(2_500));
        assertThat(presence("r")).contains(Presence.SUSPECT);
        LeaseReceiver anew = new LeaseReceiver(
                Signed.KEYS, observation -> {}, () -> START.plusMillis(millis + 1), () -> millis * 1_000_000);
        for (Observation observation : anew.says("r")) {
            fused.on(observation, epochMillis());
        }
        assertThat(presence("r")).isNotEqualTo(Optional.of(Presence.SUSPECT));
        assertThat(presence("r")).isNotEqualTo(Optional.of(Presence.DOWN));
    }

    @Test
    @Tag("P10")
    void receiverThatClosesLeavesNoHostInDoubt() {
        say("r", "publishing");
        leases.close();
        pass(Duration.ofMinutes(1));
        assertThat(presence("r")).isNotEqualTo(Optional.of(Presence.SUSPECT));
        assertThat(presence("r")).isNotEqualTo(Optional.of(Presence.DOWN));
    }

    @Test
    @Tag("P10")
    void proxyThatRestartsLeavesNoHostInDoubt() {
        List<LeaseConnection> connections = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            LeaseConnection connection = leases.connected();
            connection.receive("{\"token\":\"" + Signed.host("room " + i, "host", START)
                    + "\",\"lease\":\"a\",\"state\":\"publishing\"}");
            connections.add(connection);
        }
        pass(Duration.ofMillis(500));
        connections.forEach(LeaseConnection::closed);
        pass(Duration.ofMillis(100));
        for (int i = 0; i < 8; i++) {
            assertThat(presence("room " + i)).isNotEqualTo(Optional.of(Presence.SUSPECT));
        }
    }

    @Test
    @Tag("P10")
    void processThatStoodStillLeavesNoHostInDoubt() {
        say("r", "publishing");
        pass(Duration.ofSeconds(1));
        millis += 30_000;
        leases.advance();
        pass(Duration.ofSeconds(1));
        assertThat(presence("r")).contains(Presence.UP);
        say("r", "publishing");
        pass(Duration.ofSeconds(2));
        assertThat(presence("r")).contains(Presence.UP);
    }
}
