package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.algorithms.Algorithm;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.EgressEnded;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.EndedBy;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.HostChanged;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.StopDecided;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.StopEnded;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuardsPlan;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards of rooms whose host publishes real media, on the double and on a real server alike. A real server for these
 * tests has no egress worker, so the egress is made up by a webhook, and its stop names an id that the server does not
 * know.
 */
class GuardedRoomIntegrationTest {
    private static final String ALL = "io.github.streamlifecycle.livekit.webrtc.HookedServer#all";
    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<RoomGuardEvent> told = new CopyOnWriteArrayList<>();

    /** A server, a room with an egress, and its guard, which hears of the room by the sources of its plan. */
    private final class Guarded implements AutoCloseable {
        private final HookedServer hooked;
        private final LiveKit livekit;
        private final WatchedRoom room;
        private final RoomGuards guards;

        Guarded(HookedServer.Opening opening, UnaryOperator<RoomGuardsPlan> plan) throws IOException {
            hooked = opening.how().open();
            livekit = hooked.server.connect();
            room = new WatchedRoom(hooked.server);
            guards = plan.apply(
                            livekit.guardRooms().grace(SECOND).pollEvery(NEVER).sweepEvery(NEVER))
                    .start();
            guards.events().filter(event -> event.room().equals(room.name)).subscribe(told::add);
        }

        void hearWebhooks() {
            hooked.webhooksTo(guards::webhook);
        }

        void seeEgress() {
            byte[] body = Signed.utf8(
                    """
                    {"event":"egress_started","id":"EV_%s","createdAt":"%d","egressInfo":{"egressId":"EG_%s",\
                    "roomName":"%s","status":"EGRESS_ACTIVE","roomComposite":{"roomName":"%s"}}}""".formatted(room.name, Instant.now().getEpochSecond(), room.name, room.name, room.name));
            String token = Signed.claims(body, Instant.now())
                    .withIssuer(hooked.server.apiKey())
                    .sign(Algorithm.HMAC256(hooked.server.apiSecret()));
            assertThat(guards.webhook(body, token)).isEqualTo(200);
        }

        WhipSession publish() {
            WhipSession host = room.publish();
            await(HostChanged.class, changed -> changed.presence() == Presence.UP);
            return host;
        }

        /** Waits until a watch that has received the host for as long has learned the cadence of its media. */
        void awaitKnownCadence() {
            room.watch();
            room.awaitSteady();
        }

        @Override
        public void close() {
            guards.close();
            room.close();
            livekit.close();
            hooked.close();
        }
    }

    private <T extends RoomGuardEvent> T await(Class<T> type, Predicate<T> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() ->
                        assertThat(told).anyMatch(event -> type.isInstance(event) && wanted.test(type.cast(event))));
        return told.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the decision to stop, whose stop has found an egress that is over. */
    private StopDecided awaitStop() {
        StopEnded ended = await(StopEnded.class, event -> true);
        assertThat(ended.receipt()).isInstanceOf(StopReceipt.AlreadyEnded.class);
        await(EgressEnded.class, event -> true);
        assertThat(told).filteredOn(StopDecided.class::isInstance).hasSize(1);
        return await(StopDecided.class, event -> true);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void webhooksAloneTellOfTheHost(HookedServer.Opening opening) throws IOException {
        try (Guarded guarded = new Guarded(opening, plan -> plan)) {
            guarded.hearWebhooks();
            guarded.seeEgress();
            WhipSession host = guarded.publish();
            host.leave().blockingAwait();
            StopDecided stop = awaitStop();
            assertThat(stop.drop()).isEqualTo(Drop.CLEAN_LEAVE);
            assertThat(stop.evidence().source()).contains(Source.WEBHOOK);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void pollingAloneTellsOfTheHost(HookedServer.Opening opening) throws IOException {
        try (Guarded guarded = new Guarded(opening, plan -> plan.pollEvery(SECOND))) {
            guarded.seeEgress();
            WhipSession host = guarded.publish();
            host.leave().blockingAwait();
            StopDecided stop = awaitStop();
            assertThat(stop.drop()).isEqualTo(Drop.CONNECTION_LOST);
            assertThat(stop.evidence().source()).contains(Source.POLLING);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void watchIsAheadOfTheServer(HookedServer.Opening opening) throws IOException {
        try (Guarded guarded = new Guarded(opening, plan -> plan.watch(MediaWatch.with(HeadlessWebRtc.factory())))) {
            guarded.hearWebhooks();
            guarded.seeEgress();
            WhipSession host = guarded.publish();
            guarded.awaitKnownCadence();
            host.connection().close();
            StopDecided stop = awaitStop();
            assertThat(stop.drop()).isEqualTo(Drop.MEDIA_STALLED);
            assertThat(stop.evidence().source()).contains(Source.MEDIA_WATCH);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void egressThatIsNotListedIsOver(HookedServer.Opening opening) throws IOException {
        try (Guarded guarded = new Guarded(opening, plan -> plan.sweepEvery(SECOND))) {
            guarded.seeEgress();
            EgressEnded ended = await(EgressEnded.class, event -> true);
            assertThat(ended.by()).isEqualTo(EndedBy.OTHERS);
        }
    }
}
