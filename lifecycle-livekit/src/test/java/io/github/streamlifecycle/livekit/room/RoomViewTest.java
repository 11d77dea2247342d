package io.github.streamlifecycle.livekit.room;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;
import static io.github.streamlifecycle.livekit.room.SeenRoom.at;
import static io.github.streamlifecycle.livekit.room.SeenRoom.viewOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What webhooks and lists say of a host; {@link RoomViewSignsTest} has the watch and the lease. */
class RoomViewTest {
    private static final HostRule ANY = HostRule.anyPublisher();

    private final SeenRoom room = SeenRoom.created();
    private final Guest host = Guest.of("host", 1).publishing("TR_1");
    private final Guest silent = Guest.of("host", 1);

    private RoomView seen(Observation... observations) {
        return viewOf(ANY, observations);
    }

    @Test
    void nothingSeenIsUnknown() {
        assertThat(seen().host()).isEqualTo(Sighting.nobody(Reason.NOTHING_KNOWN));
        assertThat(seen(room.started(0)).host().presence()).isEmpty();
    }

    @Test
    void whoPublishesIsUp() {
        Sighting sighting =
                seen(room.joined(silent), room.published(silent, 2, "TR_1")).host();

        assertThat(sighting.presence()).contains(UP);
        assertThat(sighting.identity()).isEqualTo("host");
        assertThat(sighting.reason()).isEqualTo(Reason.PUBLISHES);
        assertThat(sighting.source()).contains(Source.WEBHOOK);
        assertThat(sighting.atMillis()).isEqualTo(at(2));
        assertThat(sighting.idleSinceMillis()).isEmpty();
    }

    @Test
    void whoHasNotPublishedIsNoHost() {
        RoomView view = seen(room.joined(silent), room.left(silent, 5, LeftReason.CLIENT_INITIATED));

        assertThat(view.hosts()).isEmpty();
        assertThat(view.participant("host").presence()).isEmpty();
        assertThat(view.participant("host").reason()).isEqualTo(Reason.LEFT);
    }

    @Test
    void leavingIsDown() {
        Sighting sighting = seen(room.joined(host), room.left(host, 9, LeftReason.CLIENT_INITIATED))
                .host();

        assertThat(sighting.presence()).contains(DOWN);
        assertThat(sighting.reason()).isEqualTo(Reason.LEFT);
        assertThat(sighting.atMillis()).isEqualTo(at(9));
    }

    @Test
    void aTimeOutIsALostConnection() {
        Sighting sighting = seen(room.joined(host), room.left(host, 17, LeftReason.CONNECTION_TIMEOUT))
                .host();

        assertThat(sighting.presence()).contains(DOWN);
        assertThat(sighting.reason()).isEqualTo(Reason.CONNECTION_LOST);
    }

    @Test
    void leftAloneProvesThatItWasThere() {
        assertThat(seen(room.left(host.withoutTracks(), 9, LeftReason.CONNECTION_TIMEOUT))
                        .host()
                        .presence())
                .contains(DOWN);
    }

    @Test
    void finishedRoomsHaveNobody() {
        Sighting sighting = seen(room.joined(host), room.finished(20)).host();

        assertThat(sighting.presence()).contains(DOWN);
        assertThat(sighting.reason()).isEqualTo(Reason.ROOM_FINISHED);
        assertThat(sighting.source()).contains(Source.WEBHOOK);
    }

    @Test
    void unpublishingEverythingIsIdle() {
        Sighting sighting =
                seen(room.joined(host), room.unpublished(host, 8, "TR_1")).host();

        assertThat(sighting.presence()).contains(UP);
        assertThat(sighting.reason()).isEqualTo(Reason.CONNECTED);
        assertThat(sighting.idleSinceMillis()).hasValue(at(8));
    }

    @Test
    void anotherTrackEndsIdling() {
        Sighting sighting = seen(room.joined(host), room.unpublished(host, 8, "TR_1"), room.published(host, 12, "TR_2"))
                .host();

        assertThat(sighting.reason()).isEqualTo(Reason.PUBLISHES);
        assertThat(sighting.idleSinceMillis()).isEmpty();
    }

    @Test
    void lateLeftOfAnOldSidIsNothing() {
        Guest back = Guest.of("host", 30).publishing("TR_2");

        assertThat(seen(room.joined(host), room.joined(back), room.left(host, 31, LeftReason.CONNECTION_TIMEOUT))
                        .host()
                        .reason())
                .isEqualTo(Reason.PUBLISHES);
    }

    @Test
    void duplicateIdentityIsNoDrop() {
        Guest back = Guest.of("host", 10.2);
        RoomView between = seen(
                room.joined(host),
                room.unpublished(host, 10, "TR_1"),
                room.left(host, 10, LeftReason.DUPLICATE_IDENTITY));
        RoomView after = between.on(room.joined(back), at(11)).on(room.published(back, 10.3, "TR_2"), at(11));

        assertThat(between.host().presence()).contains(UP);
        assertThat(between.host().reason()).isEqualTo(Reason.JOINED_AGAIN);
        assertThat(after.host().presence()).contains(UP);
        assertThat(after.host().reason()).isEqualTo(Reason.PUBLISHES);
    }

    @Test
    void replacedStayWithoutASuccessorIsMissed() {
        RoomView view = seen(room.joined(host), room.left(host, 10, LeftReason.DUPLICATE_IDENTITY));

        assertThat(view.on(room.listed(14), at(14)).host().presence()).contains(UP);
        assertThat(view.on(room.listed(16), at(16)).host().presence()).contains(SUSPECT);
        assertThat(view.on(room.listed(16), at(16))
                        .on(room.listed(26), at(26))
                        .host()
                        .presence())
                .contains(DOWN);
    }

    @Test
    void rejoiningAfterADropIsUp() {
        Guest back = Guest.of("host", 42);
        RoomView view = seen(room.joined(host), room.left(host, 31, LeftReason.CONNECTION_TIMEOUT), room.joined(back));

        assertThat(view.host().presence()).contains(UP);
        assertThat(view.host().idleSinceMillis()).hasValue(at(42));
    }

    @Test
    void rejoiningSeenByItsTrackAloneIsUp() {
        Guest back = Guest.of("host", 42);
        RoomView view = seen(
                room.joined(host),
                room.left(host, 31, LeftReason.CONNECTION_TIMEOUT),
                room.published(back, 43, "TR_2"));

        assertThat(view.host().reason()).isEqualTo(Reason.PUBLISHES);
    }

    @Test
    void oldTrackEventsDoNotBringAnOldStayBack() {
        Guest back = Guest.of("host", 42).publishing("TR_2");
        RoomView view = seen(
                room.joined(host),
                room.left(host, 31, LeftReason.CONNECTION_TIMEOUT),
                room.joined(back),
                room.published(host, 1, "TR_1"),
                room.unpublished(host, 50, "TR_1"),
                room.left(back, 60, LeftReason.CLIENT_INITIATED));

        assertThat(view.host().presence()).contains(DOWN);
    }

    @Test
    void migrationIsNoDrop() {
        assertThat(seen(room.joined(host), room.left(host, 8, LeftReason.MIGRATION))
                        .host()
                        .reason())
                .isEqualTo(Reason.PUBLISHES);
    }

    @Test
    void serverShutdownIsASuspicion() {
        Sighting sighting = seen(room.joined(host), room.left(host, 8, LeftReason.SERVER_SHUTDOWN))
                .host();

        assertThat(sighting.presence()).contains(SUSPECT);
        assertThat(sighting.reason()).isEqualTo(Reason.HAS_TO_RECONNECT);
    }

    @Test
    void abortedConnectionIsNobody() {
        assertThat(seen(room.aborted(silent, 3)).host().presence()).isEmpty();
    }

    @Test
    void anotherRoomOfTheNameIsAnotherRoom() {
        SeenRoom again = room.again(75);
        RoomView view = seen(room.started(0), room.joined(host), again.started(75));

        assertThat(view.host().presence()).contains(DOWN);
        assertThat(view.host().reason()).isEqualTo(Reason.ROOM_FINISHED);
        assertThat(view.roomId()).contains(again.key().id());
    }

    @Test
    void lateEndOfTheOldRoomIsNothing() {
        SeenRoom again = room.again(75);
        Guest back = Guest.of("host", 75.1).publishing("TR_2");
        RoomView view = seen(room.joined(host), again.joined(back), room.finished(41), room.started(0));

        assertThat(view.host().reason()).isEqualTo(Reason.PUBLISHES);
        assertThat(view.roomId()).contains(again.key().id());
    }

    @Test
    void aRoomBegunInTheSecondOfTheEndOfTheOldOneGoesOn() {
        SeenRoom again = room.again(41.2);
        Guest back = Guest.of("host", 41.3).publishing("TR_2");
        Observation lateEnd =
                new Observation.RoomFinished(new Observation.Origin(Source.MEDIA_WATCH, room.key(), at(42)));

        assertThat(seen(room.joined(host), lateEnd, again.joined(back)).host().reason())
                .isEqualTo(Reason.PUBLISHES);
    }

    @Test
    void publishingInTheOldRoomDoesNotCount() {
        SeenRoom again = room.again(75);
        RoomView view = seen(room.joined(host), room.finished(41), again.joined(Guest.of("host", 75.1)));

        assertThat(view.hosts()).isEmpty();
    }

    @Test
    void aListRepairsALostLeft() {
        RoomView view = seen(room.joined(host), room.listed(20), room.listed(30));

        assertThat(view.host().presence()).contains(DOWN);
        assertThat(view.host().reason()).isEqualTo(Reason.NOT_LISTED);
        assertThat(view.host().source()).contains(Source.POLLING);
    }

    @Test
    void oneListWithoutTheHostIsASuspicion() {
        RoomView view = seen(room.joined(host), room.listed(20));

        assertThat(view.host().presence()).contains(SUSPECT);
        assertThat(view.host().reason()).isEqualTo(Reason.NOT_LISTED);
        assertThat(view.on(room.listed(30, host), at(30)).host().presence()).contains(UP);
        assertThat(view.on(room.listed(20), at(30)).host().presence()).contains(SUSPECT);
    }

    @Test
    void aListRepairsALostJoin() {
        assertThat(seen(room.listed(20, host)).host().presence()).contains(UP);
    }

    @Test
    void aListRepairsALostEndOfATrack() {
        Sighting sighting = seen(room.listed(10, host), room.listed(20, silent)).host();

        assertThat(sighting.presence()).contains(UP);
        assertThat(sighting.idleSinceMillis()).hasValue(at(10));
    }

    @Test
    void aListOlderThanTheHostSaysNothing() {
        assertThat(seen(room.listed(0), room.joined(host)).host().presence()).contains(UP);
        assertThat(seen(room.joined(host), room.listed(5)).host().presence()).contains(UP);
    }

    @Test
    void aLateListDoesNotUndoALaterOne() {
        assertThat(seen(room.listed(10, host), room.listed(40), room.listed(30), room.listed(20, host))
                        .host()
                        .presence())
                .contains(DOWN);
    }

    @Test
    void aStaleListDoesNotUndoALeft() {
        assertThat(seen(room.joined(host), room.left(host, 9, LeftReason.CLIENT_INITIATED), room.listed(12, host))
                        .host()
                        .presence())
                .contains(DOWN);
    }

    @Test
    void aFailedPollIsNothing() {
        RoomView view = seen(room.listed(10, host), room.blind(Source.POLLING, 20));

        assertThat(view.host().presence()).contains(UP);
        assertThat(view.isBlind(Source.POLLING)).isTrue();
        assertThat(view.on(room.listed(30, host), at(30)).isBlind(Source.POLLING))
                .isFalse();
    }

    @Test
    void severalHostsAreUpWhileOneIs() {
        Guest other = Guest.of("other", 3).publishing("TR_9");
        RoomView one = seen(room.joined(host), room.joined(other), room.left(host, 9, LeftReason.CLIENT_INITIATED));
        RoomView none = one.on(room.left(other, 12, LeftReason.CONNECTION_TIMEOUT), at(12));

        assertThat(one.host().presence()).contains(UP);
        assertThat(one.hosts()).hasSize(2);
        assertThat(none.host().presence()).contains(DOWN);
        assertThat(none.host().identity()).isEqualTo("other");
    }

    @Test
    void aRoomIsIdleOnceAllHostsAre() {
        Guest other = Guest.of("other", 3).publishing("TR_9");
        RoomView one = seen(room.joined(host), room.joined(other), room.unpublished(host, 9, "TR_1"));
        RoomView both = one.on(room.unpublished(other, 12, "TR_9"), at(12));

        assertThat(one.host().idleSinceMillis()).isEmpty();
        assertThat(both.host().idleSinceMillis()).hasValue(at(12));
    }

    @Test
    void recordersAndWatchersNeverCount() {
        Guest recorder = Guest.of("EG_1", 2).ofKind(Kind.EGRESS).publishing("TR_5");
        Guest watcher = Guest.of(RoomParticipant.WATCHER_PREFIX + "1", 2).publishing("TR_6");
        RoomView view = seen(
                room.joined(recorder),
                room.joined(watcher),
                room.listed(10, recorder, watcher),
                room.left(recorder, 20, LeftReason.CONNECTION_TIMEOUT));

        assertThat(view.hosts()).isEmpty();
        assertThat(view.participant("EG_1").reason()).isEqualTo(Reason.NOTHING_KNOWN);
    }

    @Test
    void tracksLeadToTheirPublisher() {
        RoomView view = seen(room.joined(host), room.joined(Guest.of("viewer", 2)));

        assertThat(view.publisherOf(List.of("TR_1", "TR_unknown")).identity()).isEqualTo("host");
        assertThat(view.publisherOf(List.of("TR_unknown")).reason()).isEqualTo(Reason.NOTHING_KNOWN);
        assertThat(view.on(room.left(host, 9, LeftReason.CLIENT_INITIATED), at(9))
                        .publisherOf(List.of("TR_1"))
                        .presence())
                .contains(DOWN);
    }

    @Test
    void anotherRoomsObservationIsRefused() {
        Observation other =
                new Observation.RoomStarted(new Observation.Origin(Source.WEBHOOK, RoomKey.named("elsewhere"), at(0)));

        assertThatThrownBy(() -> seen(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"room\"")
                .hasMessageContaining("\"elsewhere\"");
    }
}
