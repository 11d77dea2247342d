package io.github.streamlifecycle.livekit.room;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;
import static io.github.streamlifecycle.livekit.room.SeenRoom.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a watch and a lease say of a host, alone and beside the server. */
class RoomViewSignsTest {
    private final SeenRoom room = SeenRoom.created();
    private final Guest host = Guest.of("host", 1).publishing("TR_1");

    private Sighting seen(Observation... observations) {
        return SeenRoom.viewOf(HostRule.anyPublisher(), observations).host();
    }

    @ParameterizedTest
    @CsvSource({
        "NO_SIGN, UP, PUBLISHES",
        "FLOWS, UP, MEDIA_FLOWS",
        "STALLED, SUSPECT, MEDIA_STALLED",
        "QUALITY_LOST, SUSPECT, QUALITY_LOST"
    })
    void aWatchAddsItsSign(MediaSign sign, Presence presence, Reason reason) {
        Sighting sighting = seen(room.joined(host), room.media(host, 20, sign));

        assertThat(sighting.presence()).contains(presence);
        assertThat(sighting.reason()).isEqualTo(reason);
        assertThat(sighting.source()).contains(Source.MEDIA_WATCH);
        assertThat(sighting.atMillis()).isEqualTo(at(20));
    }

    @ParameterizedTest
    @CsvSource({
        "RENEWED, UP, LEASE_RENEWED",
        "SILENT, SUSPECT, LEASE_SILENT",
        "SOCKET_CLOSED, SUSPECT, LEASE_SOCKET_CLOSED",
        "MEDIA_DOWN, SUSPECT, LEASE_MEDIA_DOWN",
        "GOODBYE, DOWN, GOODBYE"
    })
    void aLeaseAddsItsSign(LeaseSign sign, Presence presence, Reason reason) {
        Sighting sighting = seen(room.joined(host), room.lease("host", 20, sign));

        assertThat(sighting.presence()).contains(presence);
        assertThat(sighting.reason()).isEqualTo(reason);
        assertThat(sighting.source()).contains(Source.LEASE);
        assertThat(sighting.atMillis()).isEqualTo(at(20));
    }

    @Test
    void aLeaseAloneIsEnough() {
        assertThat(seen(room.lease("host", 1, LeaseSign.RENEWED)).presence()).contains(UP);
        assertThat(seen(room.lease("host", 1, LeaseSign.RENEWED), room.lease("host", 4, LeaseSign.SILENT))
                        .presence())
                .contains(SUSPECT);
        assertThat(seen(room.lease("host", 1, LeaseSign.RENEWED), room.lease("host", 4, LeaseSign.GOODBYE))
                        .presence())
                .contains(DOWN);
    }

    @Test
    void aWatchAloneIsEnough() {
        assertThat(seen(room.media(host, 5, MediaSign.FLOWS)).presence()).contains(UP);
        assertThat(seen(room.media(host, 5, MediaSign.STALLED)).presence()).contains(SUSPECT);
        assertThat(seen(room.media(host, 5, MediaSign.NO_SIGN)).presence()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = LeaseSign.class,
            names = {"SILENT", "SOCKET_CLOSED", "MEDIA_DOWN"})
    void flowingMediaOutweighTheLease(LeaseSign doubt) {
        assertThat(seen(room.joined(host), room.media(host, 9, MediaSign.FLOWS), room.lease("host", 20, doubt))
                        .presence())
                .contains(UP);
    }

    @Test
    void stalledMediaAreSuspectInSpiteOfTheLease() {
        assertThat(seen(room.media(host, 9, MediaSign.STALLED), room.lease("host", 20, LeaseSign.RENEWED))
                        .presence())
                .contains(SUSPECT);
    }

    @Test
    void mediaDownIsSuspectAtOnce() {
        assertThat(seen(room.lease("host", 8, LeaseSign.RENEWED), room.mediaDown("host", 9))
                        .reason())
                .isEqualTo(Reason.LEASE_MEDIA_DOWN);
    }

    @Test
    void renewingEndsADoubt() {
        assertThat(seen(
                                room.joined(host),
                                room.lease("host", 20, LeaseSign.SILENT),
                                room.lease("host", 21, LeaseSign.RENEWED))
                        .presence())
                .contains(UP);
    }

    @Test
    void aBlindWatchIsNoSuspicion() {
        Sighting sighting =
                seen(room.joined(host), room.media(host, 9, MediaSign.STALLED), room.blind(Source.MEDIA_WATCH, 10));

        assertThat(sighting.presence()).contains(UP);
        assertThat(sighting.reason()).isEqualTo(Reason.PUBLISHES);
    }

    @Test
    void aBlindWatchProvesNothingEither() {
        assertThat(seen(
                                room.joined(host),
                                room.media(host, 9, MediaSign.FLOWS),
                                room.lease("host", 10, LeaseSign.SILENT),
                                room.blind(Source.MEDIA_WATCH, 11),
                                room.sees(Source.MEDIA_WATCH, 12))
                        .presence())
                .contains(SUSPECT);
    }

    @Test
    void aBlindLeaseReceiverIsNoSuspicion() {
        assertThat(seen(room.joined(host), room.lease("host", 20, LeaseSign.SILENT), room.blind(Source.LEASE, 21))
                        .presence())
                .contains(UP);
        assertThat(seen(room.lease("host", 20, LeaseSign.RENEWED), room.blind(Source.LEASE, 21))
                        .presence())
                .isEmpty();
    }

    @Test
    void aGoodbyeOutlastsABlindReceiver() {
        assertThat(seen(room.joined(host), room.lease("host", 20, LeaseSign.GOODBYE), room.blind(Source.LEASE, 21))
                        .presence())
                .contains(DOWN);
    }

    @Test
    void aGoodbyeOfAnEarlierStayIsNothing() {
        Guest back = Guest.of("host", 21);

        assertThat(seen(room.joined(host), room.lease("host", 20, LeaseSign.GOODBYE), room.joined(back))
                        .presence())
                .contains(UP);
    }

    @Test
    void mediaThatFlowAgainRefuteAGoodbye() {
        assertThat(seen(
                                room.joined(host),
                                room.lease("host", 20, LeaseSign.GOODBYE),
                                room.media(host, 21, MediaSign.FLOWS))
                        .presence())
                .contains(UP);
        assertThat(seen(
                                room.joined(host),
                                room.media(host, 19, MediaSign.FLOWS),
                                room.lease("host", 20, LeaseSign.GOODBYE))
                        .presence())
                .contains(DOWN);
    }

    @Test
    void leftOutweighsMediaThatFlow() {
        assertThat(seen(
                                room.joined(host),
                                room.media(host, 9, MediaSign.FLOWS),
                                room.left(host, 9, LeftReason.CLIENT_INITIATED))
                        .presence())
                .contains(DOWN);
    }

    @Test
    void mediaThatFlowOutweighAListWithoutTheHost() {
        assertThat(seen(room.joined(host), room.media(host, 9, MediaSign.FLOWS), room.listed(30), room.listed(40))
                        .presence())
                .contains(UP);
    }

    @Test
    void aRenewedLeaseDoubtsAListWithoutTheHost() {
        assertThat(seen(room.joined(host), room.listed(30), room.listed(40), room.lease("host", 41, LeaseSign.RENEWED))
                        .presence())
                .contains(SUSPECT);
    }

    @Test
    void signsOfAnOldStayAreNothing() {
        Guest back = Guest.of("host", 30).publishing("TR_2");

        assertThat(seen(room.joined(host), room.joined(back), room.media(host, 31, MediaSign.STALLED))
                        .presence())
                .contains(UP);
        assertThat(seen(
                                room.joined(host),
                                room.media(host, 29, MediaSign.STALLED),
                                room.left(host, 29, LeftReason.DUPLICATE_IDENTITY))
                        .presence())
                .contains(UP);
    }

    @Test
    void flowingMediaAreNotIdle() {
        assertThat(seen(room.joined(Guest.of("host", 1)), room.media(host, 9, MediaSign.FLOWS))
                        .idleSinceMillis())
                .isEmpty();
        assertThat(seen(
                                room.joined(Guest.of("host", 1)),
                                room.media(host, 9, MediaSign.FLOWS),
                                room.media(host, 12, MediaSign.NO_SIGN))
                        .idleSinceMillis())
                .hasValue(at(1));
    }

    @Test
    void aFinishedRoomEndsALease() {
        Observation renewed = room.lease("host", 19, LeaseSign.RENEWED);

        assertThat(seen(renewed, room.finished(20)).presence()).contains(DOWN);
        assertThat(seen(renewed, room.finished(20), room.lease("host", 40, LeaseSign.RENEWED))
                        .presence())
                .contains(UP);
    }
}
