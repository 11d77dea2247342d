package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.livekit.metrics.RoomMetrics;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Test;

class RoomMetricsTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final Backend backend = new Backend(plan -> plan);
    private final RoomMetrics metrics = bound(backend.guards);

    private RoomMetrics bound(RoomGuards guards) {
        RoomMetrics made = new RoomMetrics(guards);
        made.bindTo(registry);
        return made;
    }

    /** Gauges are read once a second. */
    private double gauge(String name, String... tags) {
        clock.add(1, TimeUnit.SECONDS);
        return registry.get("livekit.rooms." + name).tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get("livekit.rooms." + name).tags(tags).counter().count();
    }

    private double function(String name, String... tags) {
        return registry.get("livekit.rooms." + name)
                .tags(tags)
                .functionCounter()
                .count();
    }

    private void hostLeaves(String room) {
        backend.webhook("participant_left", room, backend.server.leave(room, "host"));
    }

    @Test
    void everyMeterIsThereFromTheBeginning() {
        assertThat(registry.get("livekit.rooms.stops").counters()).hasSize(42);
        assertThat(registry.get("livekit.rooms.decisions").counters()).hasSize(7);
        assertThat(registry.get("livekit.rooms.drop.to.stop").timers()).hasSize(7);
        assertThat(registry.get("livekit.rooms.webhooks").functionCounters()).hasSize(6);
        assertThat(registry.get("livekit.rooms.egress").gauges()).hasSize(4);
        assertThat(registry.get("livekit.rooms.hosts").gauges()).hasSize(4);
        assertThat(registry.get("livekit.rooms.blind").gauges()).hasSize(4);
        assertThat(gauge("silence", "of", "webhooks")).isNaN();
        assertThat(gauge("guarded")).isZero();
    }

    @Test
    void dropIsDecidedStoppedAndTimed() {
        backend.live("room");
        hostLeaves("room");
        backend.advance(10_000);
        assertThat(counter("decisions", "drop", "connection_lost")).isEqualTo(1);
        assertThat(counter("stops", "drop", "connection_lost", "receipt", "stopped"))
                .isEqualTo(1);
        assertThat(counter("ended", "by", "guard")).isEqualTo(1);
        Timer timer = registry.get("livekit.rooms.drop.to.stop")
                .tag("drop", "connection_lost")
                .timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isBetween(5.0, 6.0);
        assertThat(counter("unconfirmed")).isZero();
    }

    @Test
    void gaugesFollowTheRoom() {
        backend.live("room");
        assertThat(gauge("guarded")).isEqualTo(1);
        assertThat(gauge("egress", "stage", "active")).isEqualTo(1);
        assertThat(gauge("hosts", "presence", "up")).isEqualTo(1);
        hostLeaves("room");
        assertThat(gauge("hosts", "presence", "down")).isEqualTo(1);
        assertThat(gauge("hosts", "presence", "up")).isZero();
        backend.advance(5_000);
        assertThat(gauge("stopping", "tried", "once")).isEqualTo(1);
        backend.advance(10_000);
        assertThat(gauge("guarded")).isZero();
        assertThat(gauge("egress", "stage", "active")).isZero();
    }

    @Test
    void gaugesAreCountedOnceASecond() {
        assertThat(gauge("guarded")).isZero();
        backend.live("room");
        assertThat(registry.get("livekit.rooms.guarded").gauge().value()).isZero();
        assertThat(gauge("guarded")).isEqualTo(1);
    }

    @Test
    void egressOfAHostThatIsUnknownIsCounted() {
        backend.egressWebhook(backend.guards, backend.server.runs("room", "EG_room"));
        assertThat(gauge("hosts", "presence", "unknown")).isEqualTo(1);
        assertThat(gauge("blind", "source", "webhook")).isEqualTo(1);
    }

    @Test
    void stopInVainShowsUntilItSucceeds() {
        backend.live("room");
        backend.server.stopsAreInVain = true;
        backend.server.join("room", "EG_room", false);
        hostLeaves("room");
        backend.advance(600_000);
        assertThat(gauge("stopping", "tried", "in_vain")).isEqualTo(1);
        assertThat(gauge("stopping", "tried", "once")).isZero();
        double tries = counter("unconfirmed");
        assertThat(tries).isGreaterThan(2);
        assertThat(counter("stops", "drop", "connection_lost", "receipt", "gave_up"))
                .isEqualTo(tries);
        backend.server.stopsAreInVain = false;
        backend.advance(700_000);
        assertThat(gauge("stopping", "tried", "in_vain")).isZero();
        assertThat(counter("ended", "by", "guard")).isEqualTo(1);
        assertThat(counter("unconfirmed")).isEqualTo(tries);
    }

    @Test
    void orphanIsCounted() {
        backend.server.join("room", "viewer", false);
        backend.egressWebhook(backend.guards, backend.server.runs("room", "EG_room"));
        backend.advance(60_000);
        assertThat(counter("decisions", "drop", "orphan")).isEqualTo(1);
        assertThat(counter("stops", "drop", "orphan", "receipt", "stopped")).isEqualTo(1);
    }

    @Test
    void endByOthersAndHostThatReturnsAreCounted() {
        backend.live("room");
        backend.live("other");
        backend.egressWebhook(backend.guards, backend.server.turn("EG_other", EgressStatus.EGRESS_ENDING));
        assertThat(counter("ended", "by", "others")).isEqualTo(1);
        hostLeaves("room");
        backend.advance(10_000);
        backend.webhooksOfAJoin("room", backend.server.join("room", "host", true));
        assertThat(counter("returned")).isEqualTo(1);
    }

    @Test
    void webhooksAreCountedByVerdict() {
        backend.live("room");
        backend.guards.webhook(new byte[] {1}, "forged");
        assertThat(function("webhooks", "verdict", "accepted")).isEqualTo(1);
        assertThat(function("webhooks", "verdict", "refused")).isEqualTo(1);
        backend.advance(5_000);
        assertThat(gauge("silence", "of", "webhooks")).isEqualTo(15);
        backend.guards.close();
        assertThat(backend.guards.webhook(new byte[] {1}, "late")).isEqualTo(503);
        assertThat(backend.guards.health().webhooks().verdicts()).containsEntry(GuardsHealth.Verdict.UNAVAILABLE, 1L);
    }

    @Test
    void serverOutOfReachShows() {
        backend.live("room");
        assertThat(gauge("blind", "source", "polling")).isZero();
        backend.server.reachable = false;
        backend.advance(60_000);
        assertThat(function("calls", "call", "participants", "result", "failed"))
                .isGreaterThan(5);
        assertThat(function("calls", "call", "egress", "result", "failed")).isGreaterThan(1);
        assertThat(gauge("blind", "source", "polling")).isEqualTo(1);
        assertThat(gauge("silence", "of", "participants")).isGreaterThan(50);
        assertThat(backend.guards.health().sweeps().error())
                .hasValueSatisfying(error -> assertThat(error).contains("virtual connection is cut"));
        backend.server.reachable = true;
        backend.advance(60_000);
        assertThat(gauge("silence", "of", "egress")).isLessThan(40);
        assertThat(gauge("blind", "source", "polling")).isZero();
        assertThat(backend.guards.health().polls().error()).isEmpty();
    }

    @Test
    void watchAndStoreThatFailAreCounted() {
        GuardStore broken = GuardStore.inMemory();
        Backend failing = new Backend(plan -> plan.store(new GuardStore() {
                    @Override
                    public Map<String, byte[]> loadAll() {
                        return broken.loadAll();
                    }

                    @Override
                    public void put(String room, byte[] guard) {
                        throw new IllegalStateException("disk is full");
                    }

                    @Override
                    public void remove(String room) {
                        broken.remove(room);
                    }
                })
                .watch(target -> Flowable.error(new IllegalStateException("the watch broke"))));
        bound(failing.guards);
        failing.live("room");
        assertThat(function("store.failures")).isPositive();
        assertThat(function("watch.failures")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void guardsWithoutTagsShareTheirMeters() {
        Backend other = new Backend(plan -> plan);
        RoomMetrics others = bound(other.guards);
        backend.live("room");
        other.live("room");
        assertThat(gauge("guarded")).isEqualTo(2);
        assertThat(function("webhooks", "verdict", "accepted")).isEqualTo(2);
        others.unbind();
        assertThat(gauge("guarded")).isEqualTo(1);
        other.webhook("participant_left", "room", other.server.leave("room", "host"));
        assertThat(function("webhooks", "verdict", "accepted")).isEqualTo(2);
        metrics.unbind();
        assertThat(registry.find("livekit.rooms.guarded").gauge()).isNull();
        assertThat(function("webhooks", "verdict", "accepted")).isEqualTo(2);
        bound(backend.guards);
        assertThat(gauge("guarded")).isEqualTo(1);
        assertThat(function("webhooks", "verdict", "accepted")).isEqualTo(2);
    }

    @Test
    void guardsAreToldApartByTags() {
        Backend other = new Backend(plan -> plan);
        new RoomMetrics(other.guards, List.of(Tag.of("server", "eu"))).bindTo(registry);
        other.live("room");
        assertThat(gauge("guarded", "server", "eu")).isEqualTo(1);
        assertThat(registry.get("livekit.rooms.guarded").gauges()).hasSize(2);
    }

    @Test
    void guardsThatAreBoundTwiceAreCountedOnce() {
        RoomMetrics again = bound(backend.guards);
        backend.live("room");
        hostLeaves("room");
        backend.advance(10_000);
        assertThat(counter("decisions", "drop", "connection_lost")).isEqualTo(1);
        assertThat(function("webhooks", "verdict", "accepted")).isEqualTo(2);
        again.unbind();
        backend.live("other");
        assertThat(gauge("guarded")).isEqualTo(1);
    }

    @Test
    void stopsOfAShutdownAreCounted() {
        assertThat(metrics).isNotInstanceOf(AutoCloseable.class);
        backend.live("room");
        hostLeaves("room");
        backend.advance(5_000);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> backend.guards.close(Duration.ofMinutes(1)));
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            backend.advance(500);
            return closed.isDone();
        });
        assertThat(backend.told(RoomGuardEvent.EgressEnded.class)).hasSize(1);
        assertThat(counter("stops", "drop", "connection_lost", "receipt", "stopped"))
                .isEqualTo(1);
    }

    @Test
    void leasesAreCountedWhileTheyAreGood() {
        String token = Signed.host("room", "host", Instant.ofEpochMilli(VirtualRooms.EPOCH));
        byte[] renewal = "{\"token\": \"%s\", \"lease\": \"page\", \"state\": \"publishing\"}"
                .formatted(token)
                .getBytes(StandardCharsets.UTF_8);
        assertThat(gauge("leases")).isZero();
        assertThat(backend.guards.lease().post(renewal).status()).isEqualTo(204);
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            backend.guards.lease().post(renewal);
            return gauge("leases") == 1;
        });
        backend.guards.close();
        assertThat(gauge("leases")).isZero();
    }

    @Test
    void noMeterLacksADescription() {
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getDescription()).isNotBlank());
    }

    @Test
    void pageAndJavadocNameEveryMeter() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "rooms.md"));
        String javadoc = Files.readString(Path.of(
                "src", "main", "java", "io", "github", "streamlifecycle", "livekit", "metrics", "RoomMetrics.java"));
        assertThat(registry.getMeters()).allSatisfy(meter -> {
            assertThat(page).contains("| `" + meter.getId().getName() + "` |");
            assertThat(javadoc).contains("{@code " + meter.getId().getName() + "}");
        });
    }
}
