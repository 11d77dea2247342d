package io.github.streamlifecycle.livekit.server.guard;

import static io.github.streamlifecycle.livekit.server.guard.OneRoom.BEGAN;
import static io.github.streamlifecycle.livekit.server.guard.OneRoom.EGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.room.SourceReading;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard.Guarded;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard.Over;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.EndedBy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** All that a console shows can be read off a guard. */
class RoomSnapshotTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    private static Guarded only(OneRoom room) {
        assertThat(room.guard.guarded()).hasSize(1);
        return room.guard.guarded().get(0);
    }

    @Test
    void egressOfAHostThatIsThereGoesOn() {
        OneRoom room = OneRoom.live(RULES);
        Guarded egress = only(room);
        assertThat(egress.outlook()).isEqualTo(new Outlook.GoesOn());
        assertThat(egress.egress().stage()).isEqualTo(Stage.ACTIVE);
        assertThat(egress.host().presence()).contains(Presence.UP);
        assertThat(egress.state()).isEqualTo("UP/ON");
        assertThat(egress.age(room.now)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void ageCountsFromWhenItWasHeardOfIfItsStartIsNotTold() {
        OneRoom room = new OneRoom(RULES);
        room.on(new RoomEvent.EgressSeen(OneRoom.facts(EGRESS, Stage.STARTING, new EgressOwner.Host(), 0)));
        room.advance(3_000);
        assertThat(only(room).age(room.now)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void graceShowsWhenTheStopComes() {
        OneRoom room = OneRoom.live(RULES);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.advance(1_000);
        assertThat(only(room).outlook())
                .isEqualTo(new Outlook.StopsAt(Drop.CONNECTION_LOST, room.now - 1_000, room.now + 4_000));
        room.joins("host");
        assertThat(only(room).outlook()).isEqualTo(new Outlook.GoesOn());
    }

    @Test
    void idleHostShowsWhenTheStopComes() {
        OneRoom room = OneRoom.live(RULES.withIdleLimit(Duration.ofMinutes(1)));
        room.unpublished("host", BEGAN);
        assertThat(only(room).outlook()).isEqualTo(new Outlook.StopsAt(Drop.IDLE, room.now, room.now + 60_000));
        assertThat(OneRoom.live(RULES).guard.guarded().get(0).outlook()).isEqualTo(new Outlook.GoesOn());
    }

    @Test
    void orphanShowsWhenTheStopComesAtTheEarliest() {
        OneRoom room = new OneRoom(RULES);
        room.runs(EGRESS);
        room.listed(room.viewer("viewer"));
        assertThat(only(room).outlook()).isEqualTo(new Outlook.StopsAt(Drop.ORPHAN, room.now, room.now + 30_000));
    }

    @Test
    void stopShowsItsTries() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        long since = room.now;
        assertThat(only(room).outlook())
                .isEqualTo(new Outlook.BeingStopped(Drop.CLEAN_LEAVE, since, 0, OptionalLong.empty()));
        room.advance(1_000);
        room.ended(OneRoom.dead(EGRESS));
        assertThat(only(room).outlook())
                .isEqualTo(new Outlook.BeingStopped(Drop.CLEAN_LEAVE, since, 1, OptionalLong.of(room.now + 600_000)));
        room.advance(600_000);
        assertThat(only(room).outlook())
                .isEqualTo(new Outlook.BeingStopped(Drop.CLEAN_LEAVE, since, 1, OptionalLong.empty()));
    }

    @Test
    void egressThatAreOverAreKeptForAnHourTheLatestFirst() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.runs("EG_2");
        room.seen("EG_2", Stage.OVER);
        long first = room.now;
        room.advance(1_000);
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.ended(OneRoom.stopped(EGRESS));
        assertThat(room.guard.guarded()).isEmpty();
        assertThat(room.guard.over())
                .extracting(over -> over.egress().id(), Over::atMillis, Over::by)
                .containsExactly(tuple(EGRESS, room.now, EndedBy.GUARD), tuple("EG_2", first, EndedBy.OTHERS));
        room.advance(3_600_000);
        room.listed();
        assertThat(room.guard.over()).extracting(over -> over.egress().id()).containsExactly(EGRESS);
    }

    @Test
    void everySourceHasItsLane() {
        OneRoom room = OneRoom.live(RULES);
        room.media("host", BEGAN, MediaSign.FLOWS);
        room.lease("host", LeaseSign.RENEWED);
        assertThat(only(room).readings())
                .extracting(SourceReading::source, reading -> reading.presence().orElseThrow())
                .containsExactly(
                        tuple(Source.WEBHOOK, Presence.UP),
                        tuple(Source.POLLING, Presence.UP),
                        tuple(Source.MEDIA_WATCH, Presence.UP),
                        tuple(Source.LEASE, Presence.UP));
        room.advance(1_000);
        room.media("host", BEGAN, MediaSign.STALLED);
        room.blind(Source.LEASE);
        assertThat(only(room).readings())
                .extracting(SourceReading::presence)
                .containsExactly(
                        Optional.of(Presence.UP),
                        Optional.of(Presence.UP),
                        Optional.of(Presence.SUSPECT),
                        Optional.empty());
        assertThat(only(room).host().source()).contains(Source.MEDIA_WATCH);
    }
}
