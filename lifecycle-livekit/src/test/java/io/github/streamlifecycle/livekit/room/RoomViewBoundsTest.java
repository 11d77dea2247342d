package io.github.streamlifecycle.livekit.room;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.UP;
import static io.github.streamlifecycle.livekit.room.SeenRoom.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A view stays small whatever happens, and what it forgets is what matters least. */
class RoomViewBoundsTest {
    private static final int KILOBYTE = 1_024;

    private final SeenRoom room = SeenRoom.created();
    private final Guest host = Guest.of("host", 1).publishing("TR_1");
    private RoomView view = SeenRoom.viewOf(HostRule.anyPublisher(), room.joined(host));

    private void see(Observation observation) {
        view = view.on(observation, observation.origin().atMillis());
    }

    @Test
    void twoParticipantsFitWellBelowAKilobyte() {
        Guest viewer =
                Guest.of("viewer-with-a-name-of-some-length", 2).publishing("TR_VCkG3bPM2G2F5g", "TR_AMkG3bPM2G2F5g");
        see(room.joined(viewer));
        see(room.listed(20, host, viewer));
        see(room.media(host, 21, MediaSign.FLOWS));
        see(room.lease("host", 22, LeaseSign.RENEWED));
        see(room.blind(Source.POLLING, 30));

        assertThat(view.toBytes()).hasSizeLessThan(KILOBYTE / 2);
    }

    @Test
    void thousandsOfViewersDoNotPushTheHostOut() {
        IntStream.range(0, 5_000).forEach(i -> see(room.joined(Guest.of("viewer" + i, 2 + i / 100.0))));

        assertThat(view.host().presence()).contains(UP);
        assertThat(view.toBytes()).hasSizeLessThan(16 * KILOBYTE);
    }

    @Test
    void aListOfThousandsDoesNotEither() {
        Guest[] everybody = IntStream.range(0, 5_000)
                .mapToObj(i -> i == 0 ? host : Guest.of("viewer" + i, 2 + i / 100.0))
                .toArray(Guest[]::new);
        see(room.listed(60, everybody));

        assertThat(view.host().presence()).contains(UP);
        assertThat(view.toBytes()).hasSizeLessThan(16 * KILOBYTE);
    }

    @Test
    void whoLeftWithoutPublishingIsForgotten() {
        Guest viewer = Guest.of("viewer", 2);
        see(room.joined(viewer));
        see(room.left(viewer, 10, LeftReason.CLIENT_INITIATED));
        see(room.joined(Guest.of("next", 60)));
        assertThat(view.participant("viewer").reason()).isEqualTo(Reason.LEFT);

        see(room.joined(Guest.of("later", 311)));
        assertThat(view.participant("viewer").reason()).isEqualTo(Reason.NOTHING_KNOWN);
    }

    @Test
    void whoPublishedIsRemembered() {
        see(room.left(host, 10, LeftReason.CLIENT_INITIATED));
        see(room.joined(Guest.of("viewer", 10_000)));

        assertThat(view.host().presence()).contains(DOWN);
    }

    @Test
    void aHostMayComeAndGoForever() {
        for (int i = 1; i < 1_000; i++) {
            Guest stay = Guest.of("host", 10 * i).publishing("TR_" + i);
            see(room.joined(stay));
            see(room.unpublished(stay, 10 * i + 5, "TR_" + i));
            see(room.left(stay, 10 * i + 5, LeftReason.CONNECTION_TIMEOUT));
        }

        assertThat(view.host().presence()).contains(DOWN);
        assertThat(view.toBytes()).hasSizeLessThan(KILOBYTE);
    }

    @Test
    void tracksMayComeAndGoForever() {
        for (int i = 1; i < 1_000; i++) {
            see(room.published(host, 10 + i, "TR_s" + i));
            see(room.unpublished(host, 10.5 + i, "TR_s" + i));
        }

        assertThat(view.host().reason()).isEqualTo(Reason.PUBLISHES);
        assertThat(view.toBytes()).hasSizeLessThan(KILOBYTE);
        see(room.unpublished(host, 2_000, "TR_1"));
        assertThat(view.host().idleSinceMillis()).hasValue(at(2_000));
    }

    @Test
    void hundredsOfPublishersAreBounded() {
        IntStream.range(0, 500).forEach(i -> {
            Guest publisher = Guest.of("publisher" + i, 2 + i).publishing("TR_p" + i);
            see(room.joined(publisher));
            see(room.left(publisher, 3 + i, LeftReason.CLIENT_INITIATED));
        });

        assertThat(view.hosts()).hasSize(RoomView.MOST_PEOPLE);
        assertThat(view.host().identity()).isEqualTo("host");
    }
}
