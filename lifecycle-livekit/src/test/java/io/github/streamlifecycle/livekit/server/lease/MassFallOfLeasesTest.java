package io.github.streamlifecycle.livekit.server.lease;

import static io.github.streamlifecycle.livekit.server.Signed.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.Signed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a receiver says to rooms that are guarded only after its own trouble. */
@Tag("P10")
class MassFallOfLeasesTest {
    private static final Instant START = Instant.ofEpochSecond(1_795_360_824L);

    private long millis;
    private final LeaseReceiver receiver = new LeaseReceiver(
            Signed.KEYS, told -> {}, () -> START.plusMillis(millis), () -> TimeUnit.MILLISECONDS.toNanos(millis));

    private void allRenew() {
        for (int i = 0; i < MassFall.FEWEST; i++) {
            renew("r" + i);
        }
    }

    private void renew(String room) {
        String token = Signed.host(room, "host", START);
        receiver.post(utf8("{\"token\":\"" + token + "\",\"lease\":\"a\",\"state\":\"publishing\"}"));
    }

    private void pass(long time) {
        for (long end = millis + time; millis < end; ) {
            millis += LeaseReceiver.LOOK_EVERY_MILLIS;
            receiver.advance();
        }
    }

    /** What a room knows whose host was listed, and that is guarded from now on, in either order. */
    private Optional<Presence> known(String room) {
        List<Observation> said = new ArrayList<>(receiver.says(room));
        Optional<Presence> known = presence(room, said);
        Collections.reverse(said);
        assertThat(presence(room, said)).isEqualTo(known);
        return known;
    }

    private Optional<Presence> presence(String room, List<Observation> said) {
        RoomParticipant host = RoomParticipant.of(
                        new ParticipantKey(
                                "host", "PA_1", START.minusSeconds(60).toEpochMilli()),
                        Kind.STANDARD)
                .withTracks(List.of("TR_1"));
        Origin before = new Origin(
                Source.POLLING, RoomKey.named(room), START.minusSeconds(1).toEpochMilli());
        RoomView view = RoomView.of(room, HostRule.anyPublisher())
                .on(new Observation.Listed(before, List.of(host)), before.atMillis());
        for (Observation one : said) {
            view = view.on(one, START.plusMillis(millis).toEpochMilli());
        }
        return view.participant("host").presence();
    }

    @Test
    void laterRoomsHearNothingOfAMassFall() {
        allRenew();
        pass(5_000);
        assertThat(known("r0")).contains(Presence.UP);
    }

    @Test
    void renewalAfterAMassFallIsHeard() {
        allRenew();
        pass(5_000);
        renew("r0");
        assertThat(known("r0")).contains(Presence.UP);
        assertThat(known("r1")).contains(Presence.UP);
    }

    @Test
    void silenceAfterAMassFallIsHeard() {
        allRenew();
        pass(5_000);
        for (int i = 0; i < 6; i++) {
            allRenew();
            pass(1_000);
        }
        for (int i = 0; i < 4; i++) {
            for (int other = 1; other < MassFall.FEWEST; other++) {
                renew("r" + other);
            }
            pass(1_000);
        }
        assertThat(known("r0")).contains(Presence.SUSPECT);
        assertThat(known("r1")).contains(Presence.UP);
    }
}
