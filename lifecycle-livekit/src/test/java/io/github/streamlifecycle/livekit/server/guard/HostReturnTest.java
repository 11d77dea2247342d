package io.github.streamlifecycle.livekit.server.guard;

import static io.github.streamlifecycle.livekit.server.guard.OneRoom.BEGAN;
import static io.github.streamlifecycle.livekit.server.guard.OneRoom.EGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.Source;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What tells that a host is back after its egress was stopped, and what only seems to. */
class HostReturnTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    /** A host whose tab crashed: watch and lease miss it, LiveKit does not yet. */
    private static OneRoom stopping() {
        OneRoom room = OneRoom.live(RULES);
        room.media("host", BEGAN, MediaSign.FLOWS);
        room.lease("host", LeaseSign.RENEWED);
        room.advance(1_000);
        room.media("host", BEGAN, MediaSign.STALLED);
        room.lease("host", LeaseSign.SILENT);
        room.advance(6_000);
        assertThat(room.stops()).containsExactly(EGRESS);
        return room;
    }

    private static OneRoom stopped() {
        OneRoom room = stopping();
        room.ended(OneRoom.stopped(EGRESS));
        room.advance(1_000);
        return room;
    }

    /** As the end of an egress ends what is asked about its room. */
    private static void endsWatching(OneRoom room) {
        room.blind(Source.MEDIA_WATCH);
        room.blind(Source.LEASE);
    }

    private static void isBack(OneRoom room) {
        assertThat(room.told(RoomGuardEvent.HostReturned.class)).hasSize(1);
    }

    private static void isNotBack(OneRoom room) {
        assertThat(room.told(RoomGuardEvent.HostReturned.class)).isEmpty();
    }

    @Test
    void watchThatEndsBringsNobodyBack() {
        OneRoom room = stopped();
        endsWatching(room);
        isNotBack(room);
    }

    @Test
    void crashedHostThatIsStillListedIsNotBack() {
        OneRoom room = stopped();
        endsWatching(room);
        for (int i = 0; i < 3; i++) {
            room.listed(room.publisher("host", BEGAN));
            room.advance(5_000);
        }
        isNotBack(room);
    }

    @Test
    void endOfATrackBringsNobodyBack() {
        OneRoom room = stopped();
        endsWatching(room);
        room.unpublished("host", BEGAN);
        room.hostLeft(LeftReason.CONNECTION_TIMEOUT);
        isNotBack(room);
    }

    @Test
    void hostThatJoinedAgainAndPublishesNothingIsNotBack() {
        OneRoom room = stopped();
        room.listed(RoomParticipant.of(new ParticipantKey("host", "PA_again", room.now), Kind.STANDARD));
        isNotBack(room);
        room.listed(room.publisher("host", room.now));
        isBack(room);
    }

    @Test
    void laterStayIsAReturn() {
        OneRoom room = stopped();
        room.joins("host");
        isBack(room);
    }

    @Test
    void laterStayInAListIsAReturn() {
        OneRoom room = stopped();
        room.listed(room.publisher("host", room.now - 500));
        isBack(room);
    }

    @Test
    void trackPublishedLaterIsAReturn() {
        OneRoom room = stopped();
        endsWatching(room);
        room.published("host", BEGAN);
        isBack(room);
    }

    @Test
    void mediaThatFlowAgainAreAReturn() {
        OneRoom room = stopped();
        room.media("host", BEGAN, MediaSign.FLOWS);
        isBack(room);
    }

    @Test
    void renewedLeaseIsAReturn() {
        OneRoom room = stopped();
        room.blind(Source.MEDIA_WATCH);
        room.lease("host", LeaseSign.RENEWED);
        isBack(room);
    }

    @Test
    void hostBackBeforeTheEgressHasEndedIsTold() {
        OneRoom room = stopping();
        room.joins("host");
        isNotBack(room);
        room.advance(1_000);
        room.ended(OneRoom.stopped(EGRESS));
        isBack(room);
    }

    @Test
    void returnAfterARestartIsTold() {
        OneRoom room = stopped();
        room.restart();
        room.listed(room.publisher("host", BEGAN));
        isNotBack(room);
        room.joins("host");
        isBack(room);
    }

    @Test
    void hostBehindOneThatIsStillListedIsBack() {
        OneRoom room = stopped();
        endsWatching(room);
        room.joins("second");
        room.advance(2_000);
        room.listed(room.publisher("host", BEGAN), room.publisher("second", room.now - 2_000));
        isBack(room);
    }

    @Test
    void returnWithoutAGraceIsTold() {
        OneRoom room = OneRoom.live(RULES.withGrace(Duration.ZERO));
        room.hostLeft(LeftReason.CLIENT_INITIATED);
        room.ended(OneRoom.stopped(EGRESS));
        room.advance(900);
        room.joins("host");
        isBack(room);
    }
}
