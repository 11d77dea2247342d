package io.github.streamlifecycle.livekit.media;

import static io.github.streamlifecycle.livekit.room.MediaSign.FLOWS;
import static io.github.streamlifecycle.livekit.room.MediaSign.NO_SIGN;
import static io.github.streamlifecycle.livekit.room.MediaSign.QUALITY_LOST;
import static io.github.streamlifecycle.livekit.room.MediaSign.STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.media.RoomMedia.LinkQuality;
import io.github.streamlifecycle.livekit.media.WatchedTrack.Kind;
import io.github.streamlifecycle.livekit.media.WatchedTrack.Level;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomMediaTest {
    private static final ParticipantKey HOST = new ParticipantKey("host", "PA_host", 1);
    private static final ParticipantKey GUEST = new ParticipantKey("guest", "PA_guest", 2);
    private static final WatchedTrack SOUND = new WatchedTrack("TR_sound", Kind.AUDIO, Level.LIVE);
    private static final WatchedTrack PICTURE = new WatchedTrack("TR_picture", Kind.VIDEO, Level.LIVE);
    private static final WatchedTrack SCREEN = new WatchedTrack("TR_screen", Kind.SCREEN, Level.LIVE);

    private RoomMedia media = RoomMedia.empty();
    private long now = 50_000;
    private final Map<String, TrackCount> counts = new HashMap<>();
    private final Queue<Long> questions = new ArrayDeque<>();
    private boolean answering = true;
    private long answersTakeMillis;

    private void present(Map<ParticipantKey, List<WatchedTrack>> hosts) {
        media = media.withHosts(hosts);
    }

    /** Looks for so long, while these tracks send, as far as they are wanted. */
    private void play(long millis, WatchedTrack... sending) {
        for (long end = now + millis; now < end; ) {
            now += 200;
            Set<String> wanted = media.wanted();
            for (WatchedTrack track : sending) {
                if (wanted.contains(track.sid())) {
                    counts.merge(track.sid(), new TrackCount(5, 0), TrackCount::plus);
                }
            }
            ask();
            media = media.counted(counts, now);
        }
    }

    private void ask() {
        if (media.isInDoubt()) {
            media = media.asked(now);
            questions.add(now);
        }
        while (answering && !questions.isEmpty() && now - questions.element() >= answersTakeMillis) {
            long asked = questions.remove();
            media = media.answered(asked, asked + answersTakeMillis);
        }
    }

    private MediaSign sign() {
        return media.signs().get(HOST);
    }

    @Test
    void hostWithoutTracksIsNoSign() {
        present(Map.of(HOST, List.of()));
        play(5_000);
        assertThat(sign()).isEqualTo(NO_SIGN);
        assertThat(media.isInDoubt()).isFalse();
    }

    @Test
    void pictureThatArrivesFlows() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        assertThat(sign()).isEqualTo(FLOWS);
    }

    @Test
    void pictureThatStopsIsStalledAfterASecond() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        play(800);
        assertThat(sign()).isEqualTo(FLOWS);
        play(200);
        assertThat(sign()).isEqualTo(STALLED);
        play(600, PICTURE);
        assertThat(sign()).isEqualTo(FLOWS);
    }

    @Test
    void blankFramesAtTheEndOfATrackAreNoSignOfLife() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        play(15_000);
        play(400, PICTURE);
        assertThat(sign()).isEqualTo(STALLED);
        present(Map.of(HOST, List.of()));
        assertThat(sign()).isEqualTo(NO_SIGN);
    }

    @Test
    void soundAloneIsWantedOnceItIsSteady() {
        present(Map.of(HOST, List.of(SOUND, PICTURE)));
        assertThat(media.wanted()).containsExactlyInAnyOrder(SOUND.sid(), PICTURE.sid());
        play(5_000, SOUND, PICTURE);
        assertThat(media.wanted()).containsExactly(SOUND.sid());
    }

    @Test
    void pictureIsAskedForWhenTheSoundStops() {
        present(Map.of(HOST, List.of(SOUND, PICTURE)));
        play(5_000, SOUND, PICTURE);
        play(400, PICTURE);
        assertThat(media.wanted()).containsExactlyInAnyOrder(SOUND.sid(), PICTURE.sid());
        play(60_000, PICTURE);
        assertThat(sign()).isEqualTo(FLOWS);
    }

    @Test
    void hostWhoseSoundAndPictureStopIsStalled() {
        present(Map.of(HOST, List.of(SOUND, PICTURE)));
        play(5_000, SOUND, PICTURE);
        play(1_600);
        assertThat(sign()).isEqualTo(STALLED);
    }

    @Test
    void mutedHostIsNoSign() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        present(Map.of(HOST, List.of(new WatchedTrack(PICTURE.sid(), Kind.VIDEO, Level.MUTED))));
        play(60_000);
        assertThat(sign()).isEqualTo(NO_SIGN);
        assertThat(media.wanted()).isEmpty();
    }

    @Test
    void unmutedTrackHasToBecomeSteadyAgain() {
        mutedHostIsNoSign();
        present(Map.of(HOST, List.of(PICTURE)));
        play(60_000);
        assertThat(sign()).isEqualTo(NO_SIGN);
    }

    @Test
    void sharedScreenThatStandsStillIsNoSign() {
        present(Map.of(HOST, List.of(SCREEN)));
        play(60_000, SCREEN);
        play(300_000);
        assertThat(sign()).isEqualTo(NO_SIGN);
    }

    @Test
    void lostQualityCountsForASharedScreen() {
        present(Map.of(HOST, List.of(SCREEN)));
        play(60_000, SCREEN);
        play(11_400);
        media = media.withQuality(HOST.sid(), LinkQuality.LOST);
        assertThat(sign()).isEqualTo(QUALITY_LOST);
        media = media.withQuality(HOST.sid(), LinkQuality.USABLE);
        assertThat(sign()).isEqualTo(NO_SIGN);
    }

    @Test
    void mediaThatFlowsOutweighsLostQuality() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        media = media.withQuality(HOST.sid(), LinkQuality.LOST);
        assertThat(sign()).isEqualTo(FLOWS);
    }

    @Test
    void silenceOfAServerThatDoesNotAnswerIsNoSign() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        answering = false;
        play(10_000);
        assertThat(media.isInDoubt()).isTrue();
        assertThat(sign()).isEqualTo(NO_SIGN);
    }

    @Test
    void answerToAnEarlierQuestionProvesNothing() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        long before = now - 1;
        answering = false;
        play(2_000);
        media = media.answered(before, before);
        assertThat(sign()).isEqualTo(NO_SIGN);
        media = media.answered(now, now);
        assertThat(sign()).isEqualTo(STALLED);
    }

    @Test
    void silenceOfAServerThatAnswersSlowlyCountsLater() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        answersTakeMillis = 600;
        play(2_000);
        assertThat(sign()).isEqualTo(NO_SIGN);
        play(200);
        assertThat(sign()).isEqualTo(STALLED);
    }

    @Test
    void serverThatBecomesSlowTakesNoSignBack() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        play(1_000);
        assertThat(sign()).isEqualTo(STALLED);
        answersTakeMillis = 1_800;
        for (int i = 0; i < 20; i++) {
            play(200);
            assertThat(sign()).isEqualTo(STALLED);
        }
    }

    @Test
    void serverThatCeasesToAnswerIsNoSign() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        play(600);
        answering = false;
        play(10_000);
        assertThat(sign()).isEqualTo(NO_SIGN);
        assertThat(media.unansweredMillis(now)).isGreaterThan(2_000);
    }

    @Test
    void slowAnswersAreForgottenAfterAMinute() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        answersTakeMillis = 600;
        play(800);
        answersTakeMillis = 0;
        play(62_000, PICTURE);
        play(2_200);
        assertThat(sign()).isEqualTo(STALLED);
    }

    @Test
    void soundThatPausesDoesNotAskForThePictureEachTime() {
        present(Map.of(HOST, List.of(SOUND, PICTURE)));
        play(5_000, SOUND, PICTURE);
        pauseWithComfortNoise();
        play(5_000, SOUND, PICTURE);
        for (int i = 0; i < 20; i++) {
            play(400, PICTURE);
            assertThat(media.wanted()).containsExactly(SOUND.sid());
            play(200, SOUND, PICTURE);
        }
    }

    /** A packet every 400 to 600 ms. */
    private void pauseWithComfortNoise() {
        for (int i = 0; i < 5; i++) {
            play(400, PICTURE);
            play(200, SOUND, PICTURE);
        }
    }

    @Test
    void lostQualityDoesNotOutrunThePictureThatWasAskedFor() {
        present(Map.of(HOST, List.of(SOUND, PICTURE)));
        play(5_000, SOUND, PICTURE);
        media = media.withQuality(HOST.sid(), LinkQuality.LOST);
        play(2_400);
        assertThat(sign()).isNotEqualTo(QUALITY_LOST);
        play(2_400);
        assertThat(sign()).isEqualTo(QUALITY_LOST);
    }

    @Test
    void lostQualityIsNoSignWhileTheServerDoesNotAnswer() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        media = media.withQuality(HOST.sid(), LinkQuality.LOST);
        answering = false;
        play(10_000);
        assertThat(sign()).isEqualTo(NO_SIGN);
    }

    @Test
    void eachHostIsJudgedAlone() {
        WatchedTrack other = new WatchedTrack("TR_guest", Kind.VIDEO, Level.LIVE);
        present(Map.of(HOST, List.of(PICTURE), GUEST, List.of(other)));
        play(5_000, PICTURE, other);
        play(1_000, other);
        assertThat(media.signs()).containsEntry(HOST, STALLED).containsEntry(GUEST, FLOWS);
    }

    @Test
    void newStayOfAHostBeginsAnew() {
        present(Map.of(HOST, List.of(PICTURE)));
        play(5_000, PICTURE);
        ParticipantKey again = new ParticipantKey("host", "PA_again", 9);
        present(Map.of(again, List.of(new WatchedTrack("TR_again", Kind.VIDEO, Level.LIVE))));
        play(2_000);
        assertThat(media.signs()).containsOnly(Map.entry(again, NO_SIGN));
    }
}
