package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.WebEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import org.junit.jupiter.api.Test;

class RoomGuardsTest {
    private static final Duration NEVER = Duration.ofDays(10_000);

    private static RoomGuardsPlan webhooksOnly(RoomGuardsPlan plan) {
        return plan.pollEvery(NEVER).sweepEvery(NEVER);
    }

    @Test
    void webhooksAloneStopTheEgressOfAHostThatIsGone() {
        Backend backend = new Backend(RoomGuardsTest::webhooksOnly);
        ParticipantInfo host = backend.live("room");
        backend.advance(16_000);
        backend.webhook("participant_left", "room", backend.server.leave("room", "host"));
        assertThat(host.getIdentity()).isEqualTo("host");
        backend.advance(4_999);
        assertThat(backend.server.stops).isEmpty();
        backend.advance(1_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
        backend.advance(600_000);
        assertThat(backend.server.stops).hasSize(1);
        assertThat(backend.told(RoomGuardEvent.StopDecided.class))
                .extracting(RoomGuardEvent.StopDecided::drop)
                .containsExactly(Drop.CONNECTION_LOST);
        assertThat(backend.told(RoomGuardEvent.StopEnded.class))
                .singleElement()
                .matches(ended -> ended.receipt().isOver());
    }

    @Test
    void sweeperFindsAnEgressThatWasStartedBefore() {
        VirtualRooms server = new VirtualRooms(new TestScheduler());
        server.join("room", "host", true);
        server.runs("room", "EG_before");
        Backend backend = new Backend(server, plan -> plan);
        backend.advance(20_000);
        assertThat(backend.guards.rooms()).singleElement().matches(RoomGuard::isGuarding);
        server.leave("room", "host");
        backend.advance(60_000);
        assertThat(server.stops).containsExactly("EG_before");
    }

    @Test
    void orphanIsStoppedAfterEverythingWasLost() {
        VirtualRooms server = new VirtualRooms(new TestScheduler());
        server.runs("room", "EG_orphan");
        Backend backend = new Backend(server, plan -> plan);
        backend.advance(29_000);
        assertThat(server.stops).isEmpty();
        backend.advance(20_000);
        assertThat(server.stops).containsExactly("EG_orphan");
        assertThat(backend.told(RoomGuardEvent.StopDecided.class))
                .extracting(RoomGuardEvent.StopDecided::drop)
                .containsExactly(Drop.ORPHAN);
    }

    @Test
    void unreachableServerMakesNoOrphan() {
        Backend backend = new Backend(plan -> plan);
        backend.live("room");
        backend.server.reachable = false;
        backend.advance(3_600_000);
        assertThat(backend.told(RoomGuardEvent.StopDecided.class)).isEmpty();
        backend.server.reachable = true;
        backend.advance(600_000);
        assertThat(backend.server.stops).isEmpty();
    }

    @Test
    void twoBackendsSendAtMostTwoStops() {
        Backend backend = new Backend(plan -> plan);
        RoomGuards other = backend.start(plan -> plan);
        backend.live("room");
        backend.advance(40_000);
        assertThat(other.rooms()).singleElement().matches(RoomGuard::isGuarding);
        backend.server.leave("room", "host");
        backend.advance(600_000);
        assertThat(backend.server.stops).hasSizeBetween(1, 2).containsOnly("EG_room");
        assertThat(backend.server.egress.get("EG_room").getStatus()).isEqualTo(EgressStatus.EGRESS_COMPLETE);
    }

    @Test
    void stopIsNeverGivenUpWhileTheEgressRuns() {
        Backend backend = new Backend(plan -> plan);
        backend.live("room");
        backend.server.stopsAreInVain = true;
        backend.server.join("room", "EG_room", false);
        backend.server.leave("room", "host");
        backend.advance(3_600_000);
        assertThat(backend.server.stops).hasSizeBetween(20, 1_000);
        backend.server.stopsAreInVain = false;
        backend.advance(660_000);
        assertThat(backend.server.egress.get("EG_room").getStatus()).isEqualTo(EgressStatus.EGRESS_COMPLETE);
    }

    @Test
    void hostBackWithinGraceIsNotStopped() {
        Backend backend = new Backend(plan -> plan);
        backend.live("room");
        backend.webhook("participant_left", "room", backend.server.leave("room", "host"));
        backend.advance(3_000);
        backend.webhooksOfAJoin("room", backend.server.join("room", "host", true));
        backend.advance(600_000);
        assertThat(backend.server.stops).isEmpty();
    }

    @Test
    void userStopIsNotFollowedByOurs() {
        Backend backend = new Backend(plan -> plan);
        backend.live("room");
        backend.egressWebhook(backend.guards, backend.server.turn("EG_room", EgressStatus.EGRESS_ENDING));
        backend.webhook("participant_left", "room", backend.server.leave("room", "host"));
        backend.advance(600_000);
        assertThat(backend.server.stops).isEmpty();
    }

    @Test
    void egressToLeaveAloneIsLeftAlone() {
        VirtualRooms server = new VirtualRooms(new TestScheduler());
        server.runs("room", "EG_spared");
        server.runs("room", "EG_throws");
        Backend backend = new Backend(
                server,
                plan -> plan.leaveAlone(info -> {
                    if (info.getEgressId().equals("EG_throws")) {
                        throw new IllegalStateException("test");
                    }
                    return true;
                }));
        backend.advance(600_000);
        assertThat(server.stops).isEmpty();
        assertThat(server.polls).isEmpty();
    }

    @Test
    void webEgressIsGuardedOnlyIfTheApplicationSaysWhose() {
        VirtualRooms server = new VirtualRooms(new TestScheduler());
        EgressInfo.Builder web = server.runs("", "EG_web").toBuilder()
                .setWeb(WebEgressRequest.newBuilder().setUrl("https://example.com"));
        server.egress.put("EG_web", web.build());
        Backend backend = new Backend(server, plan -> plan);
        backend.advance(600_000);
        assertThat(server.stops).isEmpty();
        RoomGuards told = backend.start(plan -> plan.webEgressOf(info -> Optional.of("room")));
        backend.advance(600_000);
        assertThat(server.stops).containsExactly("EG_web");
        told.close();
    }

    @Test
    void egressOfAKindThatIsNotKnownIsGuardedByItsRoom() {
        VirtualRooms server = new VirtualRooms(new TestScheduler());
        server.join("room", "host", true);
        server.join("room", "viewer", false);
        server.egress.put(
                "EG_new",
                server.runs("room", "EG_new").toBuilder().clearRequest().build());
        Backend backend = new Backend(server, plan -> plan);
        backend.advance(20_000);
        assertThat(server.stops).isEmpty();
        server.leave("room", "host");
        backend.advance(30_000);
        assertThat(server.stops).containsExactly("EG_new");
        assertThat(backend.told(RoomGuardEvent.Guarding.class))
                .extracting(RoomGuardEvent.Guarding::owner)
                .containsExactly(new EgressOwner.Host());
    }

    @Test
    void hostThatIsBackTooLateIsToldAndNothingStartsByItself() {
        Backend backend = new Backend(plan -> plan);
        backend.live("room");
        backend.webhook("participant_left", "room", backend.server.leave("room", "host"));
        backend.advance(20_000);
        backend.webhooksOfAJoin("room", backend.server.join("room", "host", true));
        backend.advance(600_000);
        assertThat(backend.told(RoomGuardEvent.HostReturned.class))
                .extracting(back -> back.egress().id())
                .containsExactly("EG_room");
        assertThat(backend.server.stops).hasSize(1);
        assertThat(backend.server.starts).isZero();
    }

    @Test
    void webhookThatIsNotLiveKitsIsRefused() {
        Backend backend = new Backend(plan -> plan);
        assertThat(backend.guards.webhook(new byte[] {1}, "forged")).isEqualTo(401);
        assertThat(backend.guards.webhook(new byte[] {1}, null)).isEqualTo(401);
    }
}
