package io.github.streamlifecycle.livekit.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.media.TrackCadence.State;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each test plays packets to a cadence that is looked at every 200 ms. */
class TrackCadenceTest {
    private static final long LOOK = 200;

    private long now = 1_000_000;
    private long count;
    private TrackCadence cadence = TrackCadence.first(0, now);

    /** Looks for so long, with so many packets arriving between two looks. */
    private void play(long millis, int packetsPerLook) {
        for (long end = now + millis; now < end; ) {
            now += LOOK;
            count += packetsPerLook;
            cadence = cadence.on(new TrackCount(count, 0), now);
        }
    }

    /** Looks for so long; packets come in bursts, one in each gap. */
    private void playGaps(long millis, long gap) {
        for (long end = now + millis; now < end; ) {
            play(gap - LOOK, 0);
            play(LOOK, 3);
        }
    }

    @Test
    void trackThatNeverSentIsQuiet() {
        play(600_000, 0);
        assertThat(cadence.state()).isEqualTo(State.QUIET);
    }

    @Test
    void steadyTrackIsHeard() {
        play(60_000, 3);
        assertThat(cadence.state()).isEqualTo(State.HEARD);
    }

    @Test
    void silenceOfASecondStandsOut() {
        play(10_000, 3);
        play(800, 0);
        assertThat(cadence.state()).isEqualTo(State.HEARD);
        play(200, 0);
        assertThat(cadence.state()).isEqualTo(State.SILENT);
    }

    @Test
    void silenceAfterAMomentOfMediaSaysNothing() {
        play(2_000, 3);
        play(60_000, 0);
        assertThat(cadence.state()).isEqualTo(State.QUIET);
    }

    @Test
    void gapsThatWereShownLatelyAreAllowed() {
        playGaps(20_000, 800);
        play(1_800, 0);
        assertThat(cadence.state()).isEqualTo(State.QUIET);
        play(200, 0);
        assertThat(cadence.state()).isEqualTo(State.SILENT);
    }

    @Test
    void gapsAreForgottenAfterAMinute() {
        playGaps(20_000, 800);
        play(61_000, 3);
        play(1_000, 0);
        assertThat(cadence.state()).isEqualTo(State.SILENT);
    }

    @Test
    void pictureThatStandsStillNowAndThenIsQuiet() {
        play(10_000, 3);
        play(60_000, 0); // the first time stands out
        play(30_000, 3);
        play(140_000, 0);
        assertThat(cadence.state()).isEqualTo(State.QUIET);
    }

    @Test
    void trackThatFallsSilentGraduallyIsQuiet() {
        play(10_000, 3);
        for (long gap = 400; gap < 20_000; gap = gap * 2) {
            play(gap, 0);
            assertThat(cadence.state()).isNotEqualTo(State.SILENT);
            play(LOOK, 1);
        }
    }

    @Test
    void ourOwnPauseIsNobodysSilence() {
        play(10_000, 3);
        now += 5_000;
        play(LOOK, 0);
        play(600, 0);
        assertThat(cadence.state()).isEqualTo(State.HEARD);
        play(400, 0);
        assertThat(cadence.state()).isEqualTo(State.SILENT);
    }

    @Test
    void ourOwnPauseDoesNotAddToASilence() {
        play(10_000, 3);
        play(1_000, 0);
        long silence = cadence.silenceMillis();
        now += 5_000;
        cadence = cadence.on(new TrackCount(count, 0), now);
        assertThat(cadence.silenceMillis()).isEqualTo(silence);
    }

    @Test
    void lookThatComesLateIsAPause() {
        play(10_000, 3);
        play(LOOK, 0);
        now += 600; // due 200 ms later: what the track did since is not known
        cadence = cadence.on(new TrackCount(count, 0), now);
        assertThat(cadence.silenceMillis()).isZero();
        play(800, 0);
        assertThat(cadence.state()).isEqualTo(State.HEARD);
    }

    @Test
    void gapThatEndsDuringOurOwnPauseIsRemembered() {
        play(10_000, 3);
        play(3_000, 0);
        now += 5_000;
        play(LOOK, 3);
        play(5_000, 3);
        play(6_800, 0);
        assertThat(cadence.state()).isEqualTo(State.QUIET);
        play(1_000, 0);
        assertThat(cadence.state()).isEqualTo(State.SILENT);
    }

    @Test
    void gapThatBeginsBeforeOurOwnPauseIsRemembered() {
        play(10_000, 3);
        play(800, 0);
        now += 5_000;
        play(LOOK, 0);
        play(5_000, 3);
        play(1_800, 0);
        assertThat(cadence.state()).isEqualTo(State.QUIET);
    }

    @Test
    void ourOwnPausesMakeNoCadence() {
        for (int i = 0; i < 20; i++) {
            now += 2_000;
            play(LOOK, 0);
        }
        play(60_000, 0);
        assertThat(cadence.state()).isEqualTo(State.QUIET);
    }

    @Test
    void trackThatSendsThroughOurPausesIsSteady() {
        for (int i = 0; i < 4; i++) {
            now += 1_000;
            play(LOOK, 3);
        }
        play(1_200, 0);
        assertThat(cadence.state()).isEqualTo(State.SILENT);
    }

    @Test
    void jitteryTrackIsNeverSilent() {
        Random random = new Random(7);
        play(10_000, 3);
        for (int i = 0; i < 100_000; i++) {
            playGaps(1, LOOK * (1 + random.nextInt(3)));
            assertThat(cadence.state()).isNotEqualTo(State.SILENT);
        }
    }

    @Test
    void countsThatBeginAnewAreNotHeard() {
        play(10_000, 3);
        count = 0;
        play(1_000, 0);
        assertThat(cadence.state()).isEqualTo(State.SILENT);
    }
}
