package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuardsPlan;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What holds for every place where rooms are guarded, beside a double that sends webhooks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class RoomShellContract {
    static final Duration LONG = Duration.ofSeconds(60);

    private final List<RoomGuardEvent> events = new CopyOnWriteArrayList<>();
    private LiveKitDouble livekit;
    private LiveKit client;
    private Undertow webhooks;
    protected RoomGuards guards;

    /** Returns the plan with the shell that is tested. */
    abstract RoomGuardsPlan placed(RoomGuardsPlan plan) throws Exception;

    @BeforeAll
    void start() throws Exception {
        webhooks = Undertow.builder()
                .addHttpListener(
                        0,
                        "127.0.0.1",
                        exchange -> exchange.getRequestReceiver()
                                .receiveFullBytes((request, body) -> request.setStatusCode(guards.webhook(
                                        body, request.getRequestHeaders().getFirst("Authorization")))))
                .build();
        webhooks.start();
        var address = (InetSocketAddress) webhooks.getListenerInfo().get(0).getAddress();
        livekit = LiveKitDouble.builder()
                .webhookTo(URI.create("http://127.0.0.1:" + address.getPort() + "/"))
                .start();
        client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret());
        guards = placed(client.guardRooms()
                        .grace(Duration.ofSeconds(1))
                        .pollEvery(Duration.ofMillis(500))
                        .sweepEvery(Duration.ofSeconds(1)))
                .start();
        guards.events().subscribe(events::add);
    }

    @AfterAll
    void close() throws Exception {
        guards.close();
        client.close();
        livekit.close();
        webhooks.stop();
    }

    final RoomMember live(String room) {
        RoomMember host = livekit.joinAndPublish(room, "host");
        livekit.join(room, "viewer");
        start(room);
        await(room + " to be live").atMost(LONG).until(() -> state(room).equals("UP/ON"));
        return host;
    }

    private void start(String room) {
        client.egress()
                .start(room, RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                .blockingGet();
    }

    final String state(String room) {
        return guards.rooms().stream()
                .filter(guard -> guard.room().equals(room))
                .flatMap(guard -> guard.guarded().stream())
                .map(RoomGuard.Guarded::state)
                .findFirst()
                .orElse("");
    }

    private List<RoomGuardEvent> eventsOf(String room) {
        return events.stream().filter(event -> event.room().equals(room)).toList();
    }

    final void awaitEnded(String room) {
        await("the end in " + room)
                .atMost(LONG)
                .until(() -> eventsOf(room).stream().anyMatch(RoomGuardEvent.EgressEnded.class::isInstance));
    }

    final long stops(String room) {
        String egress = eventsOf(room).get(0).egressId();
        return livekit.calls("StopEgress").stream()
                .filter(call -> call.toString().contains(egress))
                .count();
    }

    @Test
    void hostThatLeavesLosesItsEgressOnce() {
        livekit.joinAndPublish("quiet", "host").leave();
        live("leaving").leave();
        awaitEnded("leaving");
        assertThat(eventsOf("leaving").stream()
                        .filter(RoomGuardEvent.StopDecided.class::isInstance)
                        .map(event -> ((RoomGuardEvent.StopDecided) event).drop()))
                .containsExactly(Drop.CLEAN_LEAVE);
        assertThat(stops("leaving")).isEqualTo(1);
        assertThat(state("leaving")).isEmpty();
        assertThat(eventsOf("leaving").stream().map(event -> event.getClass().getSimpleName()))
                .containsSubsequence("Guarding", "HostChanged", "StopDecided", "StopEnded", "EgressEnded");
        assertThat(guards.rooms()).extracting(RoomGuard::room).doesNotContain("quiet");
    }

    @Test
    void hostBackWithinTheGraceKeepsIt() {
        live("flapping").leave();
        await().atMost(LONG).until(() -> state("flapping").equals("SUSPECT/ON"));
        RoomMember back = livekit.joinAndPublish("flapping", "host");
        await().atMost(LONG).until(() -> state("flapping").equals("UP/ON"));
        back.leave();
        awaitEnded("flapping");
        assertThat(stops("flapping")).isEqualTo(1);
    }

    @Test
    void leaseOfAHostIsHeard() {
        live("leased");
        await().atMost(LONG).until(() -> {
            String token = client.publishToken("leased", "host", Duration.ofMinutes(5));
            String message = "{\"token\":\"" + token + "\",\"lease\":\"tab\",\"state\":\"publishing\"}";
            guards.lease().post(message.getBytes(StandardCharsets.UTF_8));
            return guards.rooms().stream()
                    .filter(room -> room.room().equals("leased"))
                    .flatMap(room -> room.guarded().get(0).readings().stream())
                    .anyMatch(reading -> reading.reason().name().equals("LEASE_RENEWED"));
        });
    }
}
