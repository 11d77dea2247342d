package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.Map;
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
    void pollingRepairsLostWebhooks() {
        Backend backend = new Backend(plan -> plan.sweepEvery(NEVER));
        backend.live("room");
        backend.server.leave("room", "host");
        backend.advance(25_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
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
    void restartResumesAndDoesNotRepeat() {
        GuardStore store = GuardStore.inMemory();
        Backend backend = new Backend(plan -> plan.store(store));
        backend.live("room");
        backend.webhook("participant_left", "room", backend.server.leave("room", "host"));
        backend.advance(1_000);
        backend.guards.close();
        backend.guards = backend.start(plan -> plan.store(store));
        backend.advance(10_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
        backend.guards.close();
        backend.guards = backend.start(plan -> plan.store(store));
        backend.advance(600_000);
        assertThat(backend.server.stops).hasSize(1);
    }

    @Test
    void corruptEntryCostsOnlyItsRoomsMemory() {
        GuardStore store = GuardStore.inMemory();
        store.put("room", new byte[] {1, 2, 3});
        store.put("torn", new byte[0]);
        Backend backend = new Backend(plan -> plan.store(store));
        backend.live("room");
        backend.server.leave("room", "host");
        backend.advance(60_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
        assertThat(store.loadAll()).doesNotContainKey("torn");
    }

    @Test
    void brokenStoreKeepsNobodyFromBeingGuarded() {
        GuardStore broken = new GuardStore() {
            @Override
            public Map<String, byte[]> loadAll() {
                throw new IllegalStateException("disk is gone");
            }

            @Override
            public void put(String room, byte[] guard) {
                throw new OutOfMemoryError("test");
            }

            @Override
            public void remove(String room) {
                throw new IllegalStateException("disk is gone");
            }
        };
        Backend backend = new Backend(plan -> plan.store(broken));
        backend.live("room");
        backend.server.leave("room", "host");
        backend.advance(60_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
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
        backend.webhook("participant_joined", "room", backend.server.join("room", "host", true));
        backend.advance(600_000);
        assertThat(backend.server.stops).isEmpty();
    }

    @Test
    void onlyRoomsWithAnEgressArePolledAndOneCallAtATime() {
        Backend backend = new Backend(plan -> plan);
        backend.server.join("other", "host", true);
        backend.live("room");
        backend.server.pollTakesMillis = 9_000;
        backend.advance(120_000);
        assertThat(backend.server.polls).containsOnly("room");
        assertThat(backend.server.mostPollsInFlight).isEqualTo(1);
        backend.egressWebhook(backend.guards, backend.server.turn("EG_room", EgressStatus.EGRESS_COMPLETE));
        backend.advance(30_000);
        int polls = backend.server.polls.size();
        backend.advance(600_000);
        assertThat(backend.server.polls).hasSize(polls);
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
    void watchIsFollowedAndFailsAlone() {
        PublishProcessor<Observation> seen = PublishProcessor.create();
        RoomWatch watch = target -> {
            assertThat(target.token().get())
                    .startsWith("streamlifecycle-watcher-")
                    .endsWith("@room");
            return seen;
        };
        Backend backend = new Backend(plan -> plan.watch(watch));
        ParticipantInfo host = backend.live("room");
        ParticipantKey key = new ParticipantKey("host", host.getSid(), host.getJoinedAtMs());
        seen.onNext(media(backend, key, MediaSign.FLOWS));
        backend.advance(1_000);
        seen.onNext(media(backend, key, MediaSign.STALLED));
        backend.advance(1_000);
        assertThat(backend.told(RoomGuardEvent.HostChanged.class)).hasSize(2);
        seen.onError(new IllegalStateException("the watch broke"));
        backend.advance(60_000);
        assertThat(backend.server.stops).isEmpty();
    }

    private static Observation media(Backend backend, ParticipantKey key, MediaSign sign) {
        return new Observation.Media(
                new Observation.Origin(Source.MEDIA_WATCH, RoomKey.named("room"), backend.server.now()), key, sign);
    }

    @Test
    void stalledMediaStopTheEgress() {
        PublishProcessor<Observation> seen = PublishProcessor.create();
        Backend backend = new Backend(plan -> plan.watch(target -> seen).grace(Duration.ofSeconds(2)));
        ParticipantInfo host = backend.live("room");
        ParticipantKey key = new ParticipantKey("host", host.getSid(), host.getJoinedAtMs());
        seen.onNext(media(backend, key, MediaSign.FLOWS));
        backend.advance(1_000);
        seen.onNext(media(backend, key, MediaSign.STALLED));
        backend.advance(2_200);
        assertThat(backend.server.stops).containsExactly("EG_room");
        backend.advance(60_000);
        assertThat(seen.hasSubscribers()).isFalse();
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
    void webhookThatIsNotLiveKitsIsRefused() {
        Backend backend = new Backend(plan -> plan);
        assertThat(backend.guards.webhook(new byte[] {1}, "forged")).isEqualTo(401);
        assertThat(backend.guards.webhook(new byte[] {1}, null)).isEqualTo(401);
    }

    @Test
    void closedGuardsAskLiveKitToTryAgain() {
        Backend backend = new Backend(plan -> plan);
        ParticipantInfo host = backend.live("room");
        backend.guards.close();
        assertThat(backend.webhook("participant_left", "room", host)).isEqualTo(503);
        int sweeps = backend.server.sweeps;
        int polls = backend.server.polls.size();
        backend.advance(600_000);
        assertThat(backend.server.sweeps).isEqualTo(sweeps);
        assertThat(backend.server.polls).hasSize(polls);
        assertThat(backend.server.stops).isEmpty();
    }

    @Test
    void roomIsForgottenAnHourAfterItsLastEgress() {
        GuardStore store = GuardStore.inMemory();
        Backend backend = new Backend(plan -> plan.store(store));
        backend.live("room");
        assertThat(store.loadAll()).containsOnlyKeys("room");
        backend.egressWebhook(backend.guards, backend.server.turn("EG_room", EgressStatus.EGRESS_COMPLETE));
        backend.advance(3_700_000);
        assertThat(backend.guards.rooms()).isEmpty();
        assertThat(store.loadAll()).isEmpty();
        backend.egressWebhook(backend.guards, backend.server.runs("room", "EG_next"));
        assertThat(backend.guards.rooms()).hasSize(1);
    }
}
