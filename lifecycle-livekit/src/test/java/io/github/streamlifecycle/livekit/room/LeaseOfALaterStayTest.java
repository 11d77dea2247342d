package io.github.streamlifecycle.livekit.room;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;
import static io.github.streamlifecycle.livekit.room.SeenRoom.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lease names no stay: it may be that of a stay of which the server has told nothing yet. */
@Tag("P10")
class LeaseOfALaterStayTest {
    private final SeenRoom room = SeenRoom.created();
    private final Guest host = Guest.of("host", 10).publishing("TR_1");
    private final Guest visitor = Guest.of("host", 10);
    private final Observation hostLeft = room.left(host, 20, LeftReason.CLIENT_INITIATED);
    private final Observation visitorLeft = room.left(visitor, 20, LeftReason.CLIENT_INITIATED);

    private Sighting seen(Observation... observations) {
        return SeenRoom.viewOf(HostRule.anyPublisher(), observations).host();
    }

    @Test
    void renewalAfterAVisitIsNoFall() {
        Sighting sighting = seen(room.joined(visitor), visitorLeft, room.lease("host", 40, LeaseSign.RENEWED));

        assertThat(sighting.identity()).isEqualTo("host");
        assertThat(sighting.presence()).isEmpty();
        assertThat(sighting.reason()).isEqualTo(Reason.LEASE_RENEWED);
        assertThat(sighting.atMillis()).isEqualTo(at(40));
    }

    @Test
    void renewalSoonAfterAVisitIsNoFall() {
        assertThat(seen(room.joined(visitor), visitorLeft, room.lease("host", 21, LeaseSign.RENEWED))
                        .presence())
                .isEmpty();
    }

    @Test
    void renewalAfterAVisitThatListsMissIsNoFall() {
        assertThat(seen(
                                room.joined(visitor),
                                room.listed(30),
                                room.listed(40),
                                room.lease("host", 42, LeaseSign.RENEWED))
                        .presence())
                .isEmpty();
    }

    @Test
    void renewalLongAfterALeaveIsNoFall() {
        assertThat(seen(room.joined(host), hostLeft, room.lease("host", 40, LeaseSign.RENEWED))
                        .presence())
                .isEmpty();
    }

    @Test
    void renewalAboutTheTimeOfALeaveIsOfThatStay() {
        assertThat(seen(room.joined(host), hostLeft, room.lease("host", 24, LeaseSign.RENEWED))
                        .presence())
                .contains(DOWN);
    }

    @Test
    void silenceAfterAnUnheardReturnIsSuspect() {
        Sighting sighting = seen(
                room.joined(visitor),
                visitorLeft,
                room.lease("host", 40, LeaseSign.RENEWED),
                room.lease("host", 43, LeaseSign.SILENT));

        assertThat(sighting.presence()).contains(SUSPECT);
        assertThat(sighting.reason()).isEqualTo(Reason.LEASE_SILENT);
    }

    @Test
    void goodbyeAfterAnUnheardReturnIsDown() {
        assertThat(seen(
                                room.joined(visitor),
                                visitorLeft,
                                room.lease("host", 40, LeaseSign.RENEWED),
                                room.lease("host", 43, LeaseSign.GOODBYE))
                        .presence())
                .contains(DOWN);
    }

    @Test
    void listShowsAnUnheardReturn() {
        Guest back = Guest.of("host", 38).publishing("TR_2");

        assertThat(seen(
                                room.joined(visitor),
                                visitorLeft,
                                room.lease("host", 40, LeaseSign.RENEWED),
                                room.listed(41, back))
                        .presence())
                .contains(UP);
    }

    @Test
    void listsWithoutWhoReturnedUnheardAreAFall() {
        Observation[] told = {
            room.joined(visitor), visitorLeft, room.lease("host", 40, LeaseSign.RENEWED), room.blind(Source.LEASE, 41)
        };

        assertThat(seen(told).presence()).isEmpty();
        assertThat(seen(told[0], told[1], told[2], told[3], room.listed(46)).presence())
                .contains(SUSPECT);
        Sighting missing = seen(told[0], told[1], told[2], told[3], room.listed(46), room.listed(51));
        assertThat(missing.presence()).contains(DOWN);
        assertThat(missing.reason()).isEqualTo(Reason.NOT_LISTED);
    }

    @Test
    void mediaOfTheEarlierStaySayNothing() {
        assertThat(seen(
                                room.joined(host),
                                room.media(host, 19, MediaSign.STALLED),
                                hostLeft,
                                room.lease("host", 40, LeaseSign.RENEWED))
                        .presence())
                .isEmpty();
    }

    @Test
    void hostOfABlindReceiverIsNotDownWithAnother() {
        Sighting sighting = seen(
                room.joined(host), hostLeft, room.lease("other", 19, LeaseSign.RENEWED), room.blind(Source.LEASE, 21));

        assertThat(sighting.presence()).isEmpty();
        assertThat(sighting.identity()).isEqualTo("other");
    }

    @Test
    void publisherOfABlindReceiverIsNotDownWithAnother() {
        RoomView view = SeenRoom.viewOf(
                HostRule.anyPublisher(),
                room.joined(host),
                room.left(host, 20, LeftReason.CLIENT_INITIATED),
                room.joined(Guest.of("other", 1).publishing("TR_9")),
                room.left(Guest.of("other", 1).publishing("TR_9"), 5, LeftReason.CLIENT_INITIATED),
                room.lease("other", 19, LeaseSign.RENEWED));

        assertThat(view.publisherOf(List.of("TR_1", "TR_9")).presence()).isEmpty();
    }

    @Test
    void listsEndWhatOnlyALeaseHasTold() {
        Observation[] told = {
            room.joined(host), hostLeft, room.lease("other", 19, LeaseSign.RENEWED), room.blind(Source.LEASE, 21)
        };

        assertThat(seen(told[0], told[1], told[2], told[3], room.listed(30)).presence())
                .contains(SUSPECT);
        assertThat(seen(told[0], told[1], told[2], told[3], room.listed(30), room.listed(35))
                        .presence())
                .contains(DOWN);
    }

    @Test
    void namedHostWhoNeverPublishedHidesNoFall() {
        RoomView view = SeenRoom.viewOf(
                HostRule.matching(participant -> true), room.joined(host), hostLeft, room.joined(Guest.of("other", 1)));

        assertThat(view.host().presence()).contains(DOWN);
    }

    @Test
    void publicationOfAnEarlierRoomIsNone() {
        SeenRoom again = room.again(20.6);
        Guest back = Guest.of("host", 25);

        RoomView view = SeenRoom.viewOf(
                HostRule.anyPublisher(),
                room.left(host, 20.4, LeftReason.ROOM_DELETED),
                room.lease("host", 20.4, LeaseSign.RENEWED),
                again.started(20.6),
                again.joined(back));

        assertThat(view.hosts()).isEmpty();
    }
}
