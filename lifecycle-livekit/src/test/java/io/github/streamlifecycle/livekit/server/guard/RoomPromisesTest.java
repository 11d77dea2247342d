package io.github.streamlifecycle.livekit.server.guard;

import static io.github.streamlifecycle.livekit.server.guard.OneRoom.EGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RoomPromisesTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    @Test
    @Tag("P1")
    void egressWithoutAHostYetIsLeftAlone() {
        OneRoom room = new OneRoom(RULES);
        room.seen(EGRESS, Stage.STARTING);
        for (int i = 0; i < 100; i++) {
            room.listed(room.viewer("viewer"));
            room.advance(10_000);
        }
        assertThat(room.stops()).isEmpty();
    }

    @Test
    @Tag("P2")
    void oneStopWhateverTheHostDoes() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        long again = room.now + 1_000;
        room.advance(1_000);
        room.joins("host");
        room.advance(1_000);
        room.left("host", again, LeftReason.CONNECTION_TIMEOUT);
        room.advance(600_000);
        room.ended(OneRoom.stopped(EGRESS));
        room.joins("host");
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    @Tag("P3")
    void dropBeforeTheEgressIsNoEdge() {
        OneRoom room = new OneRoom(RULES);
        room.joins("host");
        room.advance(10_000);
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.advance(60_000);
        room.runs(EGRESS);
        room.advance(20_000);
        assertThat(room.stops()).isEmpty();
    }

    @Test
    @Tag("P1")
    void egressThatWaitsForItsHostGoesOn() {
        OneRoom room = new OneRoom(RULES);
        room.joins("host");
        room.advance(10_000);
        // the host leaves, and no webhook tells of it
        room.seen(EGRESS, Stage.STARTING);
        for (int i = 0; i < 5; i++) {
            room.advance(5_000);
            room.listed();
        }
        assertThat(room.stops()).isEmpty();
    }

    @Test
    @Tag("P1")
    void hostThatWasMissedBeforeIsNoDropOfTheNextEgress() {
        OneRoom room = OneRoom.live(RULES);
        room.listed();
        room.advance(10_000);
        room.listed();
        room.ended(OneRoom.stopped(EGRESS));
        room.seen("EG_next", Stage.STARTING);
        for (int i = 0; i < 5; i++) {
            room.advance(5_000);
            room.listed();
        }
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    @Tag("P4")
    void userStopIsFinal() {
        OneRoom room = OneRoom.live(RULES);
        room.seen(EGRESS, Stage.ENDING);
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.advance(60_000);
        room.runs(EGRESS);
        room.advance(60_000);
        room.seen(EGRESS, Stage.OVER);
        assertThat(room.stops()).isEmpty();
        assertThat(room.told(RoomGuardEvent.EgressEnded.class))
                .extracting(RoomGuardEvent.EgressEnded::by)
                .containsExactly(RoomGuardEvent.EndedBy.OTHERS);
    }

    @Test
    @Tag("P5")
    void dropWithinGraceStopsNothing() {
        OneRoom room = OneRoom.live(RULES);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.advance(4_999);
        room.joins("host");
        room.advance(600_000);
        assertThat(room.stops()).isEmpty();
    }

    @Test
    @Tag("P6")
    void lastingDropIsFollowedByAStop() {
        OneRoom room = OneRoom.live(RULES);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.advance(4_999);
        assertThat(room.stops()).isEmpty();
        room.advance(1);
        assertThat(room.stops()).containsExactly(EGRESS);
        assertThat(room.drops()).containsExactly(Drop.CONNECTION_LOST);
    }

    @Test
    @Tag("P6")
    void stopThatIsNotConfirmedIsRepeated() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        for (int i = 0; i < 10; i++) {
            room.ended(OneRoom.dead(EGRESS));
            room.advance(600_000);
        }
        assertThat(room.stops()).hasSize(11);
        room.ended(OneRoom.stopped(EGRESS));
        room.advance(6_000_000);
        assertThat(room.stops()).hasSize(11);
    }

    @Test
    @Tag("P7")
    void repeatedObservationsChangeNothing() {
        OneRoom room = OneRoom.live(RULES);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        for (int i = 0; i < 49; i++) {
            room.advance(100);
            room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        }
        assertThat(room.stops()).isEmpty();
        room.advance(100);
        assertThat(room.stops()).containsExactly(EGRESS);
        assertThat(room.told(RoomGuardEvent.HostChanged.class)).hasSize(3);
    }

    @Test
    @Tag("P8")
    void withoutGraceTheStopIsAtOnce() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.media("host", OneRoom.BEGAN, MediaSign.FLOWS);
        assertThat(room.stops()).isEmpty();
        room.media("host", OneRoom.BEGAN, MediaSign.STALLED);
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    @Tag("P9")
    void orphanIsStoppedWithoutAnyMemory() {
        OneRoom room = new OneRoom(RULES);
        room.runs(EGRESS);
        room.listed(room.viewer("viewer"));
        room.advance(29_999);
        room.listed(room.viewer("viewer"));
        assertThat(room.stops()).isEmpty();
        room.advance(1);
        room.listed(room.viewer("viewer"));
        assertThat(room.stops()).containsExactly(EGRESS);
        assertThat(room.drops()).containsExactly(Drop.ORPHAN);
    }

    @Test
    @Tag("P9")
    void orphanIsStoppedThoughItsHostWasForgotten() {
        OneRoom room = OneRoom.live(RULES);
        room.forget();
        room.runs(EGRESS);
        room.advance(1_000);
        room.listed();
        room.advance(31_000);
        room.listed();
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    @Tag("P9")
    void hostSeenBetweenTwoReadsMakesNoOrphan() {
        OneRoom room = new OneRoom(RULES);
        room.runs(EGRESS);
        room.listed();
        room.advance(20_000);
        room.joins("host");
        room.advance(1_000);
        room.listed();
        room.advance(9_000);
        room.lease("host", LeaseSign.RENEWED);
        room.listed();
        assertThat(room.drops()).doesNotContain(Drop.ORPHAN);
    }

    @Test
    @Tag("P10")
    void blindSourceTakesItsSuspicionBack() {
        OneRoom room = OneRoom.live(RULES);
        room.media("host", OneRoom.BEGAN, MediaSign.FLOWS);
        room.advance(1_000);
        room.media("host", OneRoom.BEGAN, MediaSign.STALLED);
        room.advance(1_000);
        room.blind(Source.MEDIA_WATCH);
        room.advance(600_000);
        assertThat(room.stops()).isEmpty();
    }

    @Test
    @Tag("P10")
    void blindnessOfTheOnlySourceStopsNothing() {
        OneRoom room = new OneRoom(RULES);
        room.runs(EGRESS);
        room.lease("host", LeaseSign.RENEWED);
        room.listed();
        room.advance(10_000);
        room.lease("host", LeaseSign.SILENT);
        room.advance(1_000);
        room.blind(Source.LEASE);
        for (Source source : Source.values()) {
            room.advance(60_000);
            room.blind(source);
        }
        room.advance(600_000);
        assertThat(room.stops()).isEmpty();
    }

    @Test
    @Tag("P10")
    void lateMessageAloneStopsNothing() {
        OneRoom room = new OneRoom(RULES.withGrace(Duration.ZERO));
        room.on(new RoomEvent.EgressSeen(
                OneRoom.facts(EGRESS, Stage.ACTIVE, new EgressOwner.Host(), OneRoom.BEGAN - 60_000)));
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.advance(600_000);
        assertThat(room.stops()).isEmpty();
        room.listed(room.publisher("host", room.now - 1_000));
        room.advance(600_000);
        assertThat(room.stops()).isEmpty();
    }

    @Test
    @Tag("P9")
    void listOlderThanTheEgressMakesNoOrphan() {
        OneRoom room = new OneRoom(RULES);
        room.now += 60_000;
        room.runs(EGRESS);
        room.listedLate(50_000);
        room.listed();
        assertThat(room.stops()).isEmpty();
    }
}
