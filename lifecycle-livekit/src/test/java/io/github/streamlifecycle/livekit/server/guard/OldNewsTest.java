package io.github.streamlifecycle.livekit.server.guard;

import static io.github.streamlifecycle.livekit.server.guard.OneRoom.BEGAN;
import static io.github.streamlifecycle.livekit.server.guard.OneRoom.EGRESS;
import static io.github.streamlifecycle.livekit.server.guard.OneRoom.facts;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a guard must not conclude from lists and marks that are too old, too short, or not its host's. */
class OldNewsTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    private static EgressFacts active(OneRoom room) {
        return facts(EGRESS, Stage.ACTIVE, new EgressOwner.Host(), room.now);
    }

    @Test
    void namedHostAmongManyPublishersIsNoOrphan() {
        OneRoom room = new OneRoom(GuardRules.of(HostRule.identity("a-teacher")));
        List<RoomParticipant> everybody = new ArrayList<>();
        everybody.add(room.joins("a-teacher"));
        for (int i = 0; i < 200; i++) {
            everybody.add(room.publisher("pupil" + i, BEGAN));
        }
        room.advance(10_000);
        room.runs(EGRESS);
        for (int i = 0; i < 20; i++) {
            room.listed(everybody.toArray(RoomParticipant[]::new));
            room.advance(5_000);
        }
        assertThat(room.stops()).isEmpty();
        for (int i = 0; i < 4; i++) {
            room.listed(everybody.subList(1, everybody.size()).toArray(RoomParticipant[]::new));
            room.advance(5_000);
        }
        assertThat(room.drops()).containsExactly(Drop.CONNECTION_LOST);
    }

    @Test
    void listedEgressIsGuardedAgainAfterListsLackedIt() {
        OneRoom room = OneRoom.live(RULES);
        room.swept();
        room.advance(30_000);
        room.swept();
        for (int i = 0; i < 5; i++) {
            room.advance(30_000);
            room.swept(active(room));
        }
        assertThat(room.guard.isGuarding()).isTrue();
        room.listed(room.publisher("host", BEGAN));
        room.advance(1_000);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.advance(5_000);
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    void orphanLimitBeginsAnewAfterRestart() {
        OneRoom room = new OneRoom(RULES);
        room.runs(EGRESS);
        room.listed();
        room.advance(3_600_000);
        room.restart();
        room.listed();
        assertThat(room.stops()).isEmpty();
        room.advance(30_000);
        room.listed();
        assertThat(room.drops()).containsExactly(Drop.ORPHAN);
    }

    @Test
    void listAskedForBeforeTheEgressIsNoReading() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.seen(EGRESS, Stage.OVER);
        room.advance(600_000);
        room.runs("EG_2");
        room.listedLate(2_000);
        room.advance(1);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        assertThat(room.stops()).isEmpty();
        room.advance(1_000);
        room.listed();
        assertThat(room.stops()).containsExactly("EG_2");
    }

    @Test
    void unjudgedPublisherKeepsTheEgress() {
        OneRoom room = OneRoom.live(RULES.withHost(OldNewsTest.throwingFor("second")));
        RoomParticipant second = room.joins("second");
        room.advance(1_000);
        room.listed(room.publisher("host", BEGAN), second);
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.advance(600_000);
        assertThat(room.stops()).isEmpty();
        room.left("second", second.key().joinedAtMillis(), LeftReason.CLIENT_INITIATED);
        room.advance(5_000);
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    void unjudgedViewerKeepsNoOrphan() {
        OneRoom room = new OneRoom(RULES.withHost(OldNewsTest.throwingFor("viewer")));
        room.runs(EGRESS);
        room.listed(room.viewer("viewer"));
        room.advance(30_000);
        room.listed(room.viewer("viewer"));
        assertThat(room.drops()).containsExactly(Drop.ORPHAN);
    }

    @Test
    void restartWithTheClockSetBackFindsAnOrphan() {
        OneRoom room = OneRoom.live(RULES);
        room.media("host", BEGAN, MediaSign.FLOWS);
        room.now -= 3_600_000;
        room.restart();
        for (int i = 0; i < 10; i++) {
            room.advance(5_000);
            room.listed();
        }
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    void watchThatGoesBlindRevivesNoOldSilence() {
        OneRoom room = OneRoom.live(RULES);
        room.lease("host", LeaseSign.RENEWED);
        room.advance(1_000);
        room.lease("host", LeaseSign.SILENT);
        room.advance(1_000);
        room.media("host", BEGAN, MediaSign.FLOWS);
        room.advance(60_000);
        room.blind(Source.MEDIA_WATCH);
        room.advance(60_000);
        assertThat(room.stops()).isEmpty();
        room.lease("host", LeaseSign.RENEWED);
        room.advance(1_000);
        room.lease("host", LeaseSign.SILENT);
        room.advance(5_000);
        assertThat(room.drops()).containsExactly(Drop.LEASE_SILENT);
    }

    private static HostRule throwingFor(String identity) {
        return HostRule.matching(participant -> {
            if (participant.identity().equals(identity)) {
                throw new IllegalStateException("test");
            }
            return true;
        });
    }
}
