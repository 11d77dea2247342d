package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import org.junit.jupiter.api.Test;

class LeaseVoicesTest {
    private static final Origin ORIGIN = new Origin(Source.LEASE, RoomKey.named("room"), 5_000);

    private LeaseVoices voices = LeaseVoices.NONE;

    private boolean hears(String replica, Observation observation) {
        LeaseVoices.Step step = voices.on(replica, observation);
        voices = step.next();
        return step.counts();
    }

    private static Observation lease(String identity, LeaseSign sign) {
        return new Observation.Lease(ORIGIN, identity, sign);
    }

    private static Observation blind() {
        return new Observation.Blind(ORIGIN, "closed");
    }

    @Test
    void silenceCountsWhereTheHostWasHeardLast() {
        assertThat(hears("a", lease("host", LeaseSign.RENEWED))).isTrue();
        assertThat(hears("a", lease("host", LeaseSign.SILENT))).isTrue();
        assertThat(voices).isEqualTo(LeaseVoices.NONE);
    }

    /** A load balancer sends each renewal to the next replica, so that each of them hears the host too rarely. */
    @Test
    void renewalsInTurnAreNoSilence() {
        for (int round = 0; round < 10; round++) {
            for (String replica : new String[] {"a", "b", "c"}) {
                assertThat(hears(replica, lease("host", LeaseSign.RENEWED))).isTrue();
                String next = replica.equals("a") ? "b" : replica.equals("b") ? "c" : "a";
                assertThat(hears(next, lease("host", LeaseSign.SILENT))).isFalse();
            }
        }
        assertThat(hears("c", lease("host", LeaseSign.SOCKET_CLOSED))).isFalse();
        assertThat(hears("b", lease("host", LeaseSign.SILENT))).isTrue();
    }

    @Test
    void hostThatEndsIsSilentOnceAllSaySo() {
        hears("a", lease("host", LeaseSign.RENEWED));
        hears("b", lease("host", LeaseSign.RENEWED));
        assertThat(hears("a", lease("host", LeaseSign.SILENT))).isFalse();
        assertThat(hears("b", lease("host", LeaseSign.SILENT))).isTrue();
    }

    @Test
    void mediaThatAreDownCountUnlessTheHostIsHeardElsewhere() {
        Observation down = new Observation.LeaseMediaDown(ORIGIN, "host", "camera");
        hears("a", lease("host", LeaseSign.RENEWED));
        hears("b", lease("host", LeaseSign.RENEWED));
        assertThat(hears("a", down)).isFalse();
        assertThat(hears("b", down)).isTrue();
        assertThat(hears("b", lease("host", LeaseSign.GOODBYE))).isTrue();
    }

    @Test
    void othersAreHeardOnWhenOneHostFalls() {
        hears("a", lease("host", LeaseSign.RENEWED));
        hears("a", lease("guest", LeaseSign.RENEWED));
        assertThat(hears("a", lease("host", LeaseSign.SILENT))).isTrue();
        assertThat(voices.hosts()).containsOnlyKeys("guest");
    }

    @Test
    void blindnessCountsOnlyWhereHostsWereHeard() {
        assertThat(hears("b", blind())).isTrue();
        hears("a", lease("host", LeaseSign.RENEWED));
        assertThat(hears("b", blind())).isFalse();
        assertThat(hears("a", blind())).isTrue();
        assertThat(voices.holds("a")).isFalse();
    }

    @Test
    void replicaOutOfReachHoldsNobody() {
        hears("a", lease("host", LeaseSign.RENEWED));
        hears("b", lease("host", LeaseSign.RENEWED));
        assertThat(voices.holds("a")).isTrue();
        voices = voices.without("a");
        assertThat(voices.holds("a")).isFalse();
        assertThat(voices.holds("b")).isTrue();
    }

    /** The host went on at b, which is gone: that it is silent at a says nothing. */
    @Test
    void silenceCountsNotWhereTheLatestVoiceIsLost() {
        hears("a", lease("host", LeaseSign.RENEWED));
        hears("b", lease("host", LeaseSign.RENEWED));
        voices = voices.without("b");
        assertThat(hears("a", lease("host", LeaseSign.SILENT))).isFalse();
        assertThat(hears("c", lease("host", LeaseSign.SILENT))).isFalse();
        assertThat(hears("c", lease("host", LeaseSign.RENEWED))).isTrue();
        assertThat(hears("c", lease("host", LeaseSign.SILENT))).isTrue();
    }

    @Test
    void lostVoiceOfEarlierDoesNotMatter() {
        hears("a", lease("host", LeaseSign.RENEWED));
        hears("b", lease("host", LeaseSign.RENEWED));
        assertThat(hears("a", blind())).isTrue();
        assertThat(hears("b", lease("host", LeaseSign.SILENT))).isTrue();
    }

    @Test
    void hostThatWasNeverHeardMaySayGoodbyeAndNotFallSilent() {
        assertThat(hears("a", lease("host", LeaseSign.SILENT))).isFalse();
        assertThat(hears("a", lease("host", LeaseSign.SOCKET_CLOSED))).isFalse();
        assertThat(hears("a", lease("host", LeaseSign.GOODBYE))).isTrue();
    }
}
