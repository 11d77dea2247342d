package io.github.streamlifecycle.livekit.testkit;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import livekit.LivekitWebhook.WebhookEvent;
import org.jspecify.annotations.Nullable;

/**
 * Sends webhooks, signed as LiveKit signs them: in order for each egress and for each room, with no order between the
 * two, again after I/O errors, 429 and 5xx, and never again after any other 4xx.
 */
final class Webhooks {
    private static final List<Duration> RETRIES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

    private record Delivery(URI url, String json) {}

    private final World world;
    private final Ids ids;
    private final String apiKey;
    private final String apiSecret;
    private final List<URI> urls;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Deque<Delivery>> queues = new HashMap<>();
    private final List<String> sent = new ArrayList<>();

    Webhooks(World world, Ids ids, String apiKey, String apiSecret, List<URI> urls) {
        this.world = world;
        this.ids = ids;
        this.apiKey = apiKey;
        this.apiSecret = apiSecret;
        this.urls = urls;
    }

    void send(WebhookEvent.Builder event) {
        String json = ProtoJson.webhook(
                event.setId(ids.next("EV_")).setCreatedAt(world.seconds()).build());
        sent.add(json);
        String order = event.hasEgressInfo()
                ? event.getEgressInfo().getEgressId()
                : event.getRoom().getName();
        for (URI url : urls) {
            String key = order + " " + url;
            Deque<Delivery> queue = queues.computeIfAbsent(key, missing -> new ArrayDeque<>());
            queue.add(new Delivery(url, json));
            if (queue.size() == 1) {
                deliver(queue, 0);
            }
        }
    }

    /** The bodies so far, in the order in which the events happened. */
    List<String> sent() {
        return List.copyOf(sent);
    }

    private void deliver(Deque<Delivery> queue, int tries) {
        Delivery delivery = queue.element();
        HttpRequest request = HttpRequest.newBuilder(delivery.url())
                .header("Content-Type", "application/webhook+json")
                .header("Authorization", signature(delivery.json()))
                .timeout(Duration.ofSeconds(5))
                .POST(BodyPublishers.ofString(delivery.json()))
                .build();
        Single.fromCompletionStage(http.sendAsync(request, BodyHandlers.discarding()))
                .subscribe((response, error) -> world.run(() -> delivered(queue, tries, response)));
    }

    private void delivered(Deque<Delivery> queue, int tries, @Nullable HttpResponse<Void> response) {
        boolean again = response == null || response.statusCode() == 429 || response.statusCode() >= 500;
        if (again && tries < RETRIES.size()) {
            world.after(RETRIES.get(tries), () -> deliver(queue, tries + 1));
            return;
        }
        queue.remove();
        if (!queue.isEmpty()) {
            deliver(queue, 0);
        }
    }

    private String signature(String json) {
        Instant now = Instant.now();
        return JWT.create()
                .withIssuer(apiKey)
                .withNotBefore(now)
                .withExpiresAt(now.plus(Duration.ofMinutes(5)))
                .withClaim("sha256", sha256(json))
                .sign(Algorithm.HMAC256(apiSecret));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
