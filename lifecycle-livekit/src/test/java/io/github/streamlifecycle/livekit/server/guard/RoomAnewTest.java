package io.github.streamlifecycle.livekit.server.guard;

import static io.github.streamlifecycle.livekit.server.guard.OneRoom.BEGAN;
import static io.github.streamlifecycle.livekit.server.guard.OneRoom.EGRESS;
import static io.github.streamlifecycle.livekit.server.guard.OneRoom.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A new room of the same name, whose webhooks were lost, and somebody who published in the room before. */
@Tag("P1")
class RoomAnewTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    private final OneRoom room = OneRoom.live(RULES);
    private long visitedAt;

    /** Somebody who has not published during this stay. */
    private RoomParticipant visitor() {
        return RoomParticipant.of(new ParticipantKey("host", "PA_visit", visitedAt), Kind.STANDARD);
    }

    private void listed(RoomParticipant... there) {
        room.observed(
                new Observation.Listed(new Origin(Source.POLLING, RoomKey.named(ROOM), room.now), List.of(there)));
    }

    /** The host of the room before comes into the next one, which has an egress. */
    private void visited() {
        room.advance(500);
        visitedAt = room.now;
        room.advance(2_000);
        room.on(new RoomEvent.EgressSeen(
                new EgressFacts("EG_2", Stage.ACTIVE, new EgressOwner.Host(), "RM_2", room.now)));
        room.advance(100);
        listed(visitor());
        room.advance(1_000);
    }

    private void gone() {
        for (int i = 0; i < 3; i++) {
            room.advance(5_000);
            listed(room.viewer("viewer"));
        }
    }

    @Test
    void hostOfTheRoomBeforeIsNoneOfTheNext() {
        room.seen(EGRESS, Stage.OVER);
        visited();
        gone();
        assertThat(room.stops()).isEmpty();
    }

    @Test
    void hostOfTheRoomBeforeIsNoneWhileItsEgressEnds() {
        visited();
        gone();
        assertThat(room.stops()).doesNotContain("EG_2");
    }

    @Test
    void visitorIsNoHostOnceTheRoomIsKnown() {
        visited();
        room.room("RM_2", visitedAt - 100);
        gone();
        assertThat(room.stops()).doesNotContain("EG_2");
    }

    @Test
    void roomHasToBeAskedForUntilItIsTold() {
        assertThat(room.guard.knowsItsRoom()).isTrue();
        visited();
        assertThat(room.guard.knowsItsRoom()).isFalse();
        room.room("RM_1", BEGAN);
        assertThat(room.guard.knowsItsRoom()).isFalse();
        room.room("RM_2", visitedAt - 100);
        assertThat(room.guard.knowsItsRoom()).isTrue();
    }

    @Test
    @Tag("P6")
    void hostOfTheNextRoomIsMissedOnceItIsKnown() {
        visited();
        room.room("RM_2", visitedAt - 100);
        RoomParticipant guest = room.publisher("guest", room.now);
        listed(guest);
        gone();
        assertThat(room.stops()).contains("EG_2");
    }

    @Test
    @Tag("P9")
    void orphanOfARoomThatNobodyTellsOfIsFound() {
        visited();
        for (int i = 0; i < 8; i++) {
            gone();
        }
        assertThat(room.drops()).contains(Drop.ORPHAN);
        assertThat(room.stops()).contains("EG_2");
    }

    @Test
    @Tag("P10")
    void lateLeaveNamesItsRoom() {
        visited();
        RoomKey next = new RoomKey(ROOM, "RM_2", visitedAt - 100);
        room.observed(new Observation.Left(
                new Origin(Source.WEBHOOK, next, room.now), visitor(), LeftReason.CLIENT_INITIATED));
        room.advance(20_000);
        assertThat(room.stops()).doesNotContain("EG_2");
        assertThat(room.guard.knowsItsRoom()).isTrue();
    }
}
