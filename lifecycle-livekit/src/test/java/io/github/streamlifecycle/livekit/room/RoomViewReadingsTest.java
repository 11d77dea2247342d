package io.github.streamlifecycle.livekit.room;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;
import static io.github.streamlifecycle.livekit.room.SeenRoom.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The word of each source by itself. */
class RoomViewReadingsTest {
    private final SeenRoom room = SeenRoom.created();
    private final Guest host = Guest.of("host", 1).publishing("TR_1");

    private static SourceReading of(Source source, Observation... seen) {
        return SeenRoom.viewOf(HostRule.anyPublisher(), seen).readings("host").stream()
                .filter(reading -> reading.source() == source)
                .findFirst()
                .orElseThrow();
    }

    private static SourceReading said(Source source, Presence presence, Reason reason, double second) {
        return new SourceReading(source, Optional.of(presence), reason, at(second));
    }

    @Test
    void everySourceHasOneInItsOrder() {
        List<SourceReading> readings =
                SeenRoom.viewOf(HostRule.anyPublisher(), room.joined(host)).readings("host");
        assertThat(readings).extracting(SourceReading::source).containsExactly(Source.values());
    }

    @ParameterizedTest
    @EnumSource
    void sourceThatNeverHeardOfSomebodyKnowsNothing(Source source) {
        assertThat(of(source)).isEqualTo(SourceReading.nothing(source));
        Guest other = Guest.of("other", 1);
        assertThat(of(source, room.joined(other), room.listed(9, other))).isEqualTo(SourceReading.nothing(source));
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT_INITIATED, DOWN, LEFT",
        "CONNECTION_TIMEOUT, DOWN, CONNECTION_LOST",
        "SERVER_SHUTDOWN, SUSPECT, HAS_TO_RECONNECT",
        "DUPLICATE_IDENTITY, UP, JOINED_AGAIN"
    })
    void webhooksTellOfJoinsAndLeaves(LeftReason left, Presence presence, Reason reason) {
        assertThat(of(Source.WEBHOOK, room.joined(host))).isEqualTo(said(Source.WEBHOOK, UP, Reason.PUBLISHES, 1));
        assertThat(of(Source.WEBHOOK, room.joined(host), room.left(host, 20, left)))
                .isEqualTo(said(Source.WEBHOOK, presence, reason, 20));
    }

    @Test
    void webhooksTellThatTheRoomIsOver() {
        assertThat(of(Source.WEBHOOK, room.joined(host), room.finished(30)))
                .isEqualTo(said(Source.WEBHOOK, DOWN, Reason.ROOM_FINISHED, 30));
    }

    @Test
    void listsTellWhoIsMissing() {
        Observation[] seen = {room.joined(host), room.listed(10, host), room.listed(20), room.listed(30)};
        assertThat(of(Source.POLLING, seen[0])).isEqualTo(SourceReading.nothing(Source.POLLING));
        assertThat(of(Source.POLLING, seen[0], seen[1])).isEqualTo(said(Source.POLLING, UP, Reason.PUBLISHES, 10));
        assertThat(of(Source.POLLING, seen[0], seen[1], seen[2]))
                .isEqualTo(said(Source.POLLING, SUSPECT, Reason.NOT_LISTED, 20));
        assertThat(of(Source.POLLING, seen)).isEqualTo(said(Source.POLLING, DOWN, Reason.NOT_LISTED, 30));
        assertThat(of(Source.WEBHOOK, seen).presence()).contains(UP);
    }

    @ParameterizedTest
    @CsvSource({"FLOWS, UP, MEDIA_FLOWS", "STALLED, SUSPECT, MEDIA_STALLED", "QUALITY_LOST, SUSPECT, QUALITY_LOST"})
    void watchTellsOfMedia(MediaSign sign, Presence presence, Reason reason) {
        assertThat(of(Source.MEDIA_WATCH, room.joined(host), room.media(host, 20, sign)))
                .isEqualTo(said(Source.MEDIA_WATCH, presence, reason, 20));
    }

    @ParameterizedTest
    @CsvSource({
        "RENEWED, UP, LEASE_RENEWED",
        "SILENT, SUSPECT, LEASE_SILENT",
        "SOCKET_CLOSED, SUSPECT, LEASE_SOCKET_CLOSED",
        "GOODBYE, DOWN, GOODBYE"
    })
    void leaseTellsOfItself(LeaseSign sign, Presence presence, Reason reason) {
        assertThat(of(Source.LEASE, room.joined(host), room.lease("host", 20, sign)))
                .isEqualTo(said(Source.LEASE, presence, reason, 20));
    }

    @ParameterizedTest
    @EnumSource
    void blindSourceKnowsNothing(Source source) {
        Observation[] seen = {
            room.joined(host),
            room.listed(10, host),
            room.media(host, 10, MediaSign.FLOWS),
            room.lease("host", 10, LeaseSign.RENEWED),
            room.blind(source, 20)
        };
        assertThat(of(source, seen)).isEqualTo(SourceReading.nothing(source));
        for (Source other : Source.values()) {
            assertThat(of(other, seen).presence()).isEqualTo(other == source ? Optional.empty() : Optional.of(UP));
        }
    }
}
