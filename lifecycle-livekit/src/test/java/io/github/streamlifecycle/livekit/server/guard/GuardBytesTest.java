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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardBytesTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());
    private static final EgressFacts ACTIVE = facts(EGRESS, Stage.ACTIVE, new EgressOwner.Host(), BEGAN);

    /** Two participants and an egress of every kind, in every phase. */
    private static OneRoom full() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ofSeconds(60)));
        room.joins("guest");
        room.on(new RoomEvent.EgressSeen(facts("EG_2", Stage.ACTIVE, new EgressOwner.Participant("guest"), room.now)));
        EgressOwner tracks = new EgressOwner.PublisherOf(List.of("TR_guest", "TR_other"));
        room.on(new RoomEvent.EgressSeen(facts("EG_3", Stage.STARTING, tracks, 0)));
        room.runs("EG_4");
        room.seen("EG_4", Stage.OVER);
        room.media("host", BEGAN, MediaSign.FLOWS);
        room.advance(1_000);
        room.left("guest", room.now - 1_000, LeftReason.CONNECTION_TIMEOUT);
        return room;
    }

    @Test
    void guardReadIsTheGuardWritten() {
        OneRoom room = full();
        byte[] bytes = room.guard.toBytes();
        RoomGuard read = RoomGuard.fromBytes(bytes, RULES);
        assertThat(read.differsFrom(room.guard)).isFalse();
        assertThat(read.toBytes()).isEqualTo(bytes);
        assertThat(bytes.length).isLessThan(2_048);
    }

    @Test
    void twoParticipantsWithLongNamesFitIntoTwoKilobytes() {
        OneRoom room = new OneRoom(RULES);
        for (String identity : List.of("h".repeat(64), "g".repeat(64))) {
            for (int stay = 0; stay < 3; stay++) {
                room.joins(identity);
                room.media(identity, room.now, MediaSign.FLOWS);
                room.lease(identity, LeaseSign.RENEWED);
                room.advance(10_000);
            }
        }
        room.runs("EG_" + "x".repeat(12));
        room.runs("EG_" + "y".repeat(12));
        assertThat(room.guard.guarded()).hasSize(2);
        assertThat(room.guard.toBytes().length).isLessThanOrEqualTo(2_048);
    }

    @Test
    void tornBytesAreRefused() {
        byte[] bytes = full().guard.toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RoomGuard.fromBytes(torn, RULES)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int i = 0; i < bytes.length; i++) {
            byte[] wrong = bytes.clone();
            wrong[i] ^= 0x10;
            assertThatThrownBy(() -> RoomGuard.fromBytes(wrong, RULES)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void unknownVersionIsNamed() {
        byte[] bytes = full().guard.toBytes();
        bytes[0] = 77;
        assertThatThrownBy(() -> RoomGuard.fromBytes(bytes, RULES)).hasMessageContaining("77");
    }

    @Test
    void dropGoesOnAfterARestartOnceTheRoomWasRead() {
        OneRoom room = OneRoom.live(RULES);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.advance(1_000);
        room.restart();
        room.advance(60_000);
        assertThat(room.stops()).isEmpty();
        room.listed(room.viewer("viewer"));
        assertThat(room.stops()).containsExactly(EGRESS);
    }

    @Test
    void hostBackDuringARestartIsNotStopped() {
        OneRoom room = OneRoom.live(RULES);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        room.restart();
        room.advance(60_000);
        room.listed(room.publisher("host", room.now));
        room.advance(60_000);
        assertThat(room.stops()).isEmpty();
    }

    @Test
    void stopInFlightIsResumedAndNotRepeated() {
        OneRoom ended = stopping();
        ended.restart();
        ended.listed();
        ended.swept();
        ended.advance(30_000);
        ended.swept();
        assertThat(ended.stops()).hasSize(1);
        assertThat(ended.guard.isGuarding()).isFalse();

        OneRoom running = stopping();
        running.restart();
        running.swept(ACTIVE);
        assertThat(running.stops()).hasSize(1);
        running.listed();
        assertThat(running.stops()).hasSize(2);
    }

    @Test
    void stopInFlightIsWithdrawnIfTheHostCameBackMeanwhile() {
        OneRoom room = stopping();
        room.restart();
        room.advance(10_000);
        room.listed(room.publisher("host", room.now));
        room.swept(ACTIVE);
        room.advance(60_000);
        assertThat(room.stops()).hasSize(1);
        assertThat(room.told(RoomGuardEvent.StopWithdrawn.class)).hasSize(1);
    }

    private static OneRoom stopping() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        return room;
    }

    @Test
    void suspicionOfAWatchDoesNotOutliveARestart() {
        OneRoom room = OneRoom.live(RULES);
        room.media("host", BEGAN, MediaSign.FLOWS);
        room.advance(1_000);
        room.media("host", BEGAN, MediaSign.STALLED);
        room.restart();
        room.listed(room.publisher("host", BEGAN));
        room.advance(600_000);
        assertThat(room.stops()).isEmpty();
    }
}
