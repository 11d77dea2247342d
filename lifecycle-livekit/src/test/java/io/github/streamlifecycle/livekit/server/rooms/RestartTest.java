package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.EndedBy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.ParticipantInfo;
import org.junit.jupiter.api.Test;

/** Guards that end and begin again, with a store that may fail. */
class RestartTest {
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
    void closeStoresWhatItsStopsCameTo() {
        GuardStore store = GuardStore.inMemory();
        Backend backend = new Backend(plan -> plan.store(store));
        backend.live("room");
        backend.webhook("participant_left", "room", backend.server.leave("room", "host"));
        backend.advance(5_000);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> backend.guards.close(Duration.ofMinutes(1)));
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            backend.advance(500);
            return closed.isDone();
        });
        RoomGuard stored = RoomGuard.fromBytes(store.loadAll().get("room"), GuardRules.of(HostRule.anyPublisher()));
        assertThat(stored.isGuarding()).isFalse();
        assertThat(stored.over()).extracting(RoomGuard.Over::by).containsExactly(EndedBy.GUARD);
    }

    @Test
    void storeThatReturnsRubbishIsNoMemory() {
        for (Map<String, byte[]> rubbish : Arrays.asList(null, Collections.singletonMap("room", (byte[]) null))) {
            Backend backend = new Backend(plan -> plan.store(new GuardStore() {
                @Override
                public Map<String, byte[]> loadAll() {
                    return rubbish;
                }

                @Override
                public void put(String room, byte[] guard) {}

                @Override
                public void remove(String room) {}
            }));
            backend.live("room");
            backend.server.leave("room", "host");
            backend.advance(60_000);
            assertThat(backend.server.stops).containsExactly("EG_room");
        }
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
}
