package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomModels;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.StopDecided;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.StopEnded;
import io.github.streamlifecycle.livekit.stop.EgressStops;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.observers.TestObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import livekit.LivekitModels.ParticipantInfo;
import org.junit.jupiter.api.Test;

/** Many rooms that lose their hosts at the same moment: deciding comes before stopping, and every stop is carried out. */
class MassDropTest {
    private static final int ROOMS = 500;
    private static final int CALLS_AT_ONCE = 64;

    private static Backend withoutGrace() {
        return new Backend(plan -> plan.grace(Duration.ZERO));
    }

    private static Observation.Origin origin(Backend backend, String room) {
        return new Observation.Origin(Source.WEBHOOK, RoomKey.named(room), backend.server.now());
    }

    private static void leaves(Backend backend, String room) {
        ParticipantInfo host = backend.server.leave(room, "host");
        backend.guards.observed(new Observation.Left(
                origin(backend, room), RoomModels.participant(host), LeftReason.CONNECTION_TIMEOUT));
    }

    private static void comesBack(Backend backend, String room) {
        ParticipantInfo host = backend.server.join(room, "host", true);
        backend.guards.observed(new Observation.Joined(origin(backend, room), RoomModels.participant(host)));
    }

    @Test
    void allIsDecidedBeforeTheFirstStopIsSent() {
        Backend backend = withoutGrace();
        List<String> rooms =
                IntStream.range(0, ROOMS).mapToObj(number -> "room" + number).toList();
        rooms.forEach(room -> {
            backend.server.join(room, "host", true);
            backend.egressWebhook(backend.guards, backend.server.runs(room, "EG_" + room));
        });
        backend.advance(10_000);
        List<Integer> decidedWhenSent = new ArrayList<>();
        backend.server.whenStopSent =
                () -> decidedWhenSent.add(backend.told(StopDecided.class).size());
        rooms.forEach(room -> leaves(backend, room));
        backend.advance(10_000);
        assertThat(decidedWhenSent).hasSize(ROOMS).containsOnly(ROOMS);
        assertThat(backend.server.stops).doesNotHaveDuplicates().hasSize(ROOMS);
    }

    @Test
    void fewStopsBeginAheadOfTheirTurn() {
        Backend backend = new Backend(plan -> plan.sweepEvery(Duration.ofDays(10_000)));
        backend.advance(5_000);
        EgressStops stops = backend.roomServer().stops();
        DecidedStops decided = new DecidedStops(stops, backend.time);
        List<String> all = IntStream.range(0, 2 * DecidedStops.MOST_AHEAD)
                .mapToObj(number -> "EG_" + number)
                .toList();
        AtomicInteger mostAhead = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        backend.server.whenStopSent = () -> mostAhead.accumulateAndGet(
                (int) all.stream().filter(stops::isInFlight).count(), Math::max);
        all.forEach(id -> {
            backend.server.runs("room", id);
            StopRequest request = StopRequest.of(id).within(Duration.ofMinutes(1), backend.time);
            decided.add(request, receipt -> ended.incrementAndGet());
        });
        TestObserver<Void> begun = decided.idle().test();
        backend.advance(1);
        assertThat(mostAhead).hasValueBetween(1, DecidedStops.MOST_AHEAD + CALLS_AT_ONCE);
        begun.assertNotComplete();
        backend.advance(600_000);
        begun.assertComplete();
        assertThat(backend.server.stops).doesNotHaveDuplicates().hasSameSizeAs(all);
        assertThat(ended).hasValue(all.size());
    }

    @Test
    void stopThatWaitsIsWithdrawnForAHostThatIsBack() {
        Backend backend = withoutGrace();
        backend.live("room");
        leaves(backend, "room");
        comesBack(backend, "room");
        backend.advance(600_000);
        assertThat(backend.told(StopDecided.class)).hasSize(1);
        assertThat(backend.server.stops).isEmpty();
        assertThat(backend.told(StopEnded.class))
                .singleElement()
                .matches(ended -> ended.receipt() instanceof StopReceipt.HostReturned);
    }

    @Test
    void stopIsSentForAHostThatLeavesAgainWhileItWaits() {
        Backend backend = withoutGrace();
        backend.live("room");
        leaves(backend, "room");
        comesBack(backend, "room");
        leaves(backend, "room");
        backend.advance(600_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
    }

    @Test
    void closeWaitsForStopsThatWait() throws InterruptedException {
        Backend backend = withoutGrace();
        backend.live("room");
        Thread closing = new Thread(() -> backend.guards.close(Duration.ofSeconds(60)));
        backend.guards.events().ofType(StopDecided.class).subscribe(decided -> {
            closing.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        });
        AtomicBoolean waited = new AtomicBoolean();
        backend.server.whenStopSent = () -> waited.set(!returns(closing));
        leaves(backend, "room");
        backend.advance(10_000);
        closing.join(60_000);
        assertThat(closing.isAlive()).isFalse();
        assertThat(waited).isTrue();
        assertThat(backend.server.stops).containsExactly("EG_room");
    }

    /** Whether a thread returns although it is waited for. */
    private static boolean returns(Thread thread) {
        try {
            thread.join(300);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
