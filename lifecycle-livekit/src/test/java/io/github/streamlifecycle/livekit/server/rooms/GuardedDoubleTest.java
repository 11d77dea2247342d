package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Guards over HTTP, against the double: real webhooks, real calls, real time. */
@Execution(ExecutionMode.CONCURRENT)
class GuardedDoubleTest {
    private static final EgressRequest FILE = RoomCompositeEgress.grid().toFile("/out/x.mp4");
    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<RoomGuardEvent> told = new CopyOnWriteArrayList<>();
    private HttpServer endpoint;
    private LiveKitDouble server;
    private LiveKit livekit;
    private volatile RoomGuards guards;

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", this::webhook);
        endpoint.start();
        URI url = URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort() + "/livekit/webhook");
        server = LiveKitDouble.builder().speed(2).webhookTo(url).start();
        livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
    }

    @AfterEach
    void close() {
        if (guards != null) {
            guards.close();
        }
        livekit.close();
        server.close();
        endpoint.stop(0);
    }

    private void webhook(HttpExchange request) throws IOException {
        byte[] body = request.getRequestBody().readAllBytes();
        RoomGuards taker = guards;
        int status = taker == null
                ? 200
                : taker.webhook(body, request.getRequestHeaders().getFirst("Authorization"));
        request.sendResponseHeaders(status, -1);
        request.close();
    }

    private void guard(RoomGuardsPlan plan) {
        guards = plan.start();
        guards.events().subscribe(told::add);
    }

    private void awaitActive() {
        await().atMost(LONG)
                .until(() -> guards.rooms().stream()
                        .flatMap(room -> room.guarded().stream())
                        .anyMatch(one -> one.egress().stage() == Stage.ACTIVE));
    }

    private <T extends RoomGuardEvent> long count(Class<T> type) {
        return told.stream().filter(type::isInstance).count();
    }

    @Test
    void hostKilledAViewerStaysAndWebhooksAreAllThereIs() {
        guard(livekit.guardRooms()
                .host(HostRule.anyPublisher())
                .grace(Duration.ofSeconds(1))
                .pollEvery(NEVER)
                .sweepEvery(NEVER));
        RoomMember host = server.joinAndPublish("room", "host");
        server.join("room", "viewer");
        livekit.egress().start("room", FILE).blockingGet();
        awaitActive();
        host.drop();
        await().atMost(LONG).until(() -> count(RoomGuardEvent.EgressEnded.class) == 1);
        assertThat(server.calls("StopEgress")).hasSize(1);
        assertThat(count(RoomGuardEvent.StopDecided.class)).isEqualTo(1);
    }

    @Test
    void egressStartedBeforeIsFoundAndStoppedWithoutWebhooks() {
        RoomMember host = server.joinAndPublish("room", "host");
        server.join("room", "viewer");
        livekit.egress().start("room", FILE).blockingGet();
        guards = null;
        RoomGuards deaf = livekit.guardRooms()
                .pollEvery(Duration.ofSeconds(1))
                .sweepEvery(Duration.ofSeconds(1))
                .start();
        deaf.events().subscribe(told::add);
        await().atMost(LONG).until(() -> count(RoomGuardEvent.HostChanged.class) == 1);
        host.drop();
        await().atMost(LONG).until(() -> count(RoomGuardEvent.EgressEnded.class) == 1);
        assertThat(server.calls("StopEgress")).hasSize(1);
        deaf.close();
    }

    @Test
    void hostThatSaysGoodbyeByItsLeaseIsStoppedFor() {
        guard(livekit.guardRooms().grace(Duration.ZERO).pollEvery(NEVER).sweepEvery(NEVER));
        server.joinAndPublish("room", "host");
        server.join("room", "viewer");
        livekit.egress().start("room", FILE).blockingGet();
        awaitActive();
        String token = livekit.publishToken("room", "host", Duration.ofHours(1));
        AtomicInteger leases = new AtomicInteger();
        // a goodbye so soon after the join may be of an earlier stay
        await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> {
            int lease = leases.incrementAndGet();
            renew(token, lease, "publishing");
            renew(token, lease, "goodbye");
            return count(RoomGuardEvent.EgressEnded.class) == 1;
        });
        assertThat(told)
                .filteredOn(RoomGuardEvent.StopDecided.class::isInstance)
                .map(event -> ((RoomGuardEvent.StopDecided) event).drop())
                .containsExactly(Drop.CLEAN_LEAVE);
        assertThat(server.calls("StopEgress")).hasSize(1);
    }

    private void renew(String token, int lease, String state) {
        String message = "{\"token\": \"%s\", \"lease\": \"%d\", \"state\": \"%s\"}".formatted(token, lease, state);
        assertThat(guards.lease().post(message.getBytes(StandardCharsets.UTF_8)).status())
                .isLessThan(300);
    }

    @Test
    void codeOfThePageRuns() {
        assertThat(RoomsSnippet.guarded(livekit, new byte[0], "forged")).isEqualTo(401);
    }

    @Test
    void dryRunReadsAndStopsNothing() {
        try (LiveKit shadow = LiveKit.builder(server.url(), server.apiKey(), server.apiSecret())
                .dryRun()
                .build()) {
            guard(shadow.guardRooms().grace(Duration.ZERO));
            RoomMember host = server.joinAndPublish("room", "host");
            server.join("room", "viewer");
            livekit.egress().start("room", FILE).blockingGet();
            awaitActive();
            host.leave();
            await().atMost(LONG).until(() -> count(RoomGuardEvent.StopEnded.class) == 1);
            assertThat(server.calls("StopEgress")).isEmpty();
            assertThat(livekit.egress().active("room").blockingGet()).hasSize(1);
        }
    }
}
