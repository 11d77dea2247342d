package io.github.streamlifecycle.livekit.server.guard;

import static io.github.streamlifecycle.livekit.server.guard.OneRoom.BEGAN;
import static io.github.streamlifecycle.livekit.server.guard.OneRoom.EGRESS;
import static io.github.streamlifecycle.livekit.server.guard.OneRoom.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoomGuardTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    @Test
    void eachDropHasItsOwnGrace() {
        OneRoom room = OneRoom.live(RULES.withGrace(Drop.MEDIA_STALLED, Duration.ofMinutes(1)));
        room.media("host", BEGAN, MediaSign.FLOWS);
        room.advance(1_000);
        room.media("host", BEGAN, MediaSign.STALLED);
        room.advance(30_000);
        assertThat(room.stops()).isEmpty();
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.advance(5_000);
        assertThat(room.drops()).containsExactly(Drop.CONNECTION_LOST);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLEAN_LEAVE", "CONNECTION_LOST", "MEDIA_STALLED", "LEASE_SILENT"})
    void everySortOfDropIsWaitedOutForItsOwnTime(Drop drop) {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO).withGrace(drop, Duration.ofSeconds(20)));
        room.media("host", BEGAN, drop == Drop.LEASE_SILENT ? MediaSign.NO_SIGN : MediaSign.FLOWS);
        room.lease("host", LeaseSign.RENEWED);
        room.advance(1_000);
        switch (drop) {
            case CLEAN_LEAVE -> room.hostLeft(LeftReason.CLIENT_INITIATED);
            case CONNECTION_LOST -> room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
            case MEDIA_STALLED -> room.media("host", BEGAN, MediaSign.STALLED);
            default -> room.lease("host", LeaseSign.SILENT);
        }
        room.advance(19_999);
        assertThat(room.stops()).isEmpty();
        room.advance(1);
        assertThat(room.drops()).containsExactly(drop);
    }

    @Test
    void laterMilderSignProlongsNothing() {
        OneRoom room = OneRoom.live(RULES.withGrace(Drop.LEASE_SILENT, Duration.ofMinutes(1)));
        room.lease("host", LeaseSign.RENEWED);
        room.media("host", BEGAN, MediaSign.FLOWS);
        room.advance(1_000);
        room.media("host", BEGAN, MediaSign.STALLED);
        room.advance(1_000);
        room.media("host", BEGAN, MediaSign.NO_SIGN);
        room.lease("host", LeaseSign.SILENT);
        room.advance(60_000);
        assertThat(room.stops()).hasSize(1);
    }

    @Test
    void idleHostIsNoFallUnlessLimited() {
        OneRoom room = OneRoom.live(RULES);
        room.unpublished("host", BEGAN);
        room.advance(86_400_000);
        assertThat(room.stops()).isEmpty();

        OneRoom limited = OneRoom.live(RULES.withIdleLimit(Duration.ofMinutes(1)));
        limited.unpublished("host", BEGAN);
        limited.advance(59_999);
        assertThat(limited.stops()).isEmpty();
        limited.advance(1);
        assertThat(limited.drops()).containsExactly(Drop.IDLE);
    }

    @Test
    void flappingHostIsStoppedThoughItComesBack() {
        OneRoom room = OneRoom.live(RULES.withFlaps(new GuardRules.Flaps(3, Duration.ofMinutes(1))));
        room.media("host", BEGAN, MediaSign.FLOWS);
        for (int i = 0; i < 3; i++) {
            room.advance(1_000);
            room.media("host", BEGAN, MediaSign.STALLED);
            room.advance(1_000);
            room.media("host", BEGAN, MediaSign.FLOWS);
        }
        assertThat(room.drops()).containsExactly(Drop.FLAPPING);
    }

    @Test
    void participantEgressFollowsItsParticipant() {
        OneRoom room = OneRoom.live(RULES);
        long joined = room.now;
        room.joins("guest");
        room.advance(1_000);
        room.on(new RoomEvent.EgressSeen(
                facts("EG_guest", Stage.ACTIVE, new EgressOwner.Participant("guest"), room.now)));
        room.advance(10_000);
        room.left("guest", joined, LeftReason.CLIENT_INITIATED);
        room.advance(5_000);
        assertThat(room.stops()).containsExactly("EG_guest");
    }

    @Test
    void trackEgressFollowsThePublisher() {
        OneRoom room = OneRoom.live(RULES);
        long joined = room.now;
        room.joins("guest");
        room.advance(1_000);
        EgressOwner tracks = new EgressOwner.PublisherOf(List.of("TR_guest"));
        room.on(new RoomEvent.EgressSeen(facts("EG_tracks", Stage.ACTIVE, tracks, room.now)));
        room.advance(10_000);
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.advance(5_000);
        assertThat(room.stops()).isEmpty();
        room.left("guest", joined, LeftReason.CLIENT_INITIATED);
        room.advance(5_000);
        assertThat(room.stops()).containsExactlyInAnyOrder(EGRESS, "EG_tracks");
    }

    @Test
    void roomHasItsHostWhileOneOfThemIsThere() {
        OneRoom room = OneRoom.live(RULES);
        long joined = room.now;
        room.joins("second");
        room.advance(10_000);
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.advance(60_000);
        assertThat(room.stops()).isEmpty();
        room.left("second", joined, LeftReason.CLIENT_INITIATED);
        room.advance(5_000);
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    void egressOfAnEarlierRoomIsNotKeptByTheNewHost() {
        OneRoom room = OneRoom.live(RULES);
        room.advance(60_000);
        room.newRoom();
        room.advance(1_000);
        room.joins("host");
        room.advance(5_000);
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    void stopIsWithdrawnIfTheHostReturns() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        assertThat(room.guard.isStopWanted(EGRESS)).isTrue();
        room.advance(1_000);
        long again = room.now;
        room.joins("host");
        assertThat(room.guard.isStopWanted(EGRESS)).isFalse();
        room.ended(OneRoom.hostReturned(EGRESS));
        assertThat(room.told(RoomGuardEvent.StopWithdrawn.class)).hasSize(1);
        room.advance(10_000);
        room.left("host", again, LeftReason.CONNECTION_TIMEOUT);
        assertThat(room.stops()).hasSize(2);
    }

    @Test
    void hostThatFellAgainMeanwhileIsStoppedAgain() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.advance(1_000);
        long again = room.now;
        room.joins("host");
        room.advance(1_000);
        room.left("host", again, LeftReason.CONNECTION_TIMEOUT);
        room.ended(OneRoom.hostReturned(EGRESS));
        assertThat(room.stops()).hasSize(2);
    }

    @Test
    void hostBackAfterTheStopIsToldOnce() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.ended(OneRoom.stopped(EGRESS));
        room.advance(60_000);
        room.joins("host");
        room.joins("host");
        assertThat(room.told(RoomGuardEvent.HostReturned.class)).singleElement().satisfies(back -> {
            assertThat(back.egressId()).isEqualTo(EGRESS);
            assertThat(back.egress().owner()).isEqualTo(new EgressOwner.Host());
            assertThat(back.evidence().identity()).isEqualTo("host");
        });
    }

    @Test
    void watchesFromTheFirstEgressToTheLast() {
        OneRoom room = OneRoom.live(RULES);
        room.runs("EG_2");
        room.seen(EGRESS, Stage.OVER);
        assertThat(room.count(Effect.StopWatching.class)).isZero();
        room.seen("EG_2", Stage.OVER);
        assertThat(room.count(Effect.Watch.class)).isEqualTo(1);
        assertThat(room.count(Effect.StopWatching.class)).isEqualTo(1);
    }

    @Test
    void egressThatTwoListsLackIsOver() {
        OneRoom room = OneRoom.live(RULES);
        room.swept();
        room.advance(1_000);
        room.swept(facts(EGRESS, Stage.ACTIVE, new EgressOwner.Host(), BEGAN));
        room.advance(1_000);
        room.swept();
        assertThat(room.guard.isGuarding()).isTrue();
        room.advance(1_000);
        room.swept();
        assertThat(room.guard.isGuarding()).isFalse();
    }

    @Test
    void staleListRevivesNothing() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        EgressFacts active = facts(EGRESS, Stage.ACTIVE, new EgressOwner.Host(), BEGAN);
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.ended(OneRoom.stopped(EGRESS));
        room.advance(30_000);
        room.swept(active);
        assertThat(room.guard.isGuarding()).isFalse();
    }

    @Test
    void egressThatRunsOnAfterAllIsGuardedAgain() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        EgressFacts active = facts(EGRESS, Stage.ACTIVE, new EgressOwner.Host(), BEGAN);
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.ended(OneRoom.stopped(EGRESS));
        room.advance(61_000);
        room.swept(active);
        room.listed();
        room.advance(30_000);
        room.listed();
        assertThat(room.stops()).containsExactly(EGRESS, EGRESS);
    }

    @Test
    void endIsForgottenAfterAnHour() {
        OneRoom room = OneRoom.live(RULES);
        room.seen(EGRESS, Stage.OVER);
        room.advance(3_600_001);
        room.swept();
        assertThat(room.guard.isEmpty()).isTrue();
    }

    @Test
    void anotherRoomsObservationIsRefused() {
        RoomGuard other = RoomGuard.of("other", RULES);
        OneRoom room = OneRoom.live(RULES);
        assertThat(room.guard.room()).isEqualTo("room");
        assertThatThrownBy(() -> new OneRoomOf(other).joins()).hasMessageContaining("\"other\"");
    }

    private record OneRoomOf(RoomGuard guard) {
        void joins() {
            OneRoom words = new OneRoom(RULES);
            words.guard = guard;
            words.joins("host");
        }
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> RULES.withGrace(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> RULES.withGrace(Drop.ORPHAN, Duration.ZERO)).hasMessageContaining("ORPHAN");
        assertThatThrownBy(() -> RULES.withOrphanLimit(Duration.ZERO)).hasMessageContaining("orphanLimit");
        assertThatThrownBy(() -> RULES.withIdleLimit(Duration.ZERO)).hasMessageContaining("idleLimit");
        assertThatThrownBy(() -> new GuardRules.Flaps(1, Duration.ofSeconds(1))).hasMessageContaining("1");
    }
}
