package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.livekit.server.WebhookReceiver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhooks of the double as the SDK's own receiver gets them. */
class WebhookSignatureTest {
    private record Got(String authorization, String body) {}

    private final ConcurrentLinkedQueue<Got> got = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile IntUnaryOperator statusOf = request -> 200;
    private volatile String refused = "nothing";
    private HttpServer receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            got.add(new Got(exchange.getRequestHeaders().getFirst("Authorization"), body));
            exchange.sendResponseHeaders(
                    body.contains(refused) ? 503 : statusOf.applyAsInt(requests.incrementAndGet()), -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
    }

    private LiveKitDouble server() {
        return server(100);
    }

    private LiveKitDouble server(int speed) {
        URI hook = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
        return LiveKitDouble.builder().speed(speed).webhookTo(hook).start();
    }

    private List<String> events(LiveKitDouble server) {
        WebhookReceiver sdk = new WebhookReceiver(server.apiKey(), server.apiSecret());
        return got.stream()
                .map(webhook ->
                        sdk.receive(webhook.body(), webhook.authorization()).getEvent())
                .toList();
    }

    @Test
    void sdkAcceptsThemInOrder() {
        try (LiveKitDouble server = server()) {
            server.joinAndPublish("room", "host").leave();
            Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> got.size() == 6);
            assertThat(events(server))
                    .containsExactly(
                            "room_started",
                            "participant_joined",
                            "track_published",
                            "track_unpublished",
                            "participant_left",
                            "room_finished");
        }
    }

    @Test
    void serverErrorIsTriedAgainWithTheSameId() {
        statusOf = request -> request == 1 ? 500 : 200;
        try (LiveKitDouble server = server()) {
            server.join("room", "viewer");
            Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> got.size() == 3);
            assertThat(events(server)).containsExactly("room_started", "room_started", "participant_joined");
            assertThat(got.stream().map(Got::body).distinct()).hasSize(2);
        }
    }

    @Test
    void clientErrorLosesTheEvent() {
        statusOf = request -> request == 1 ? 401 : 200;
        try (LiveKitDouble server = server()) {
            server.join("room", "viewer");
            Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> got.size() == 2);
            assertThat(events(server)).containsExactly("room_started", "participant_joined");
        }
    }

    @Test
    void egressThatWaitsForARetryHoldsUpNoRoom() {
        refused = "egress_started";
        try (LiveKitDouble server = server(5)) {
            server.joinAndPublish("room", "host");
            new TwirpCalls(server).start("StartRoomCompositeEgress", "{\"room_name\":\"room\"}");
            Awaitility.await()
                    .atMost(Durations.ONE_MINUTE)
                    .until(() -> events(server).contains("egress_started"));
            server.join("room", "viewer");
            Awaitility.await()
                    .atMost(Durations.ONE_MINUTE)
                    .until(() -> got.stream().anyMatch(webhook -> webhook.body().contains("\"viewer\"")));
            assertThat(events(server)).doesNotContain("egress_updated");
        }
    }
}
