package io.github.streamlifecycle.livekit.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.media.WatchedTrack.Kind;
import io.github.streamlifecycle.livekit.media.WatchedTrack.Level;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A room whose packets are counted exactly when the media say that a count is due. */
class DueLooksTest {
    private static final ParticipantKey HOST = new ParticipantKey("host", "PA_host", 1);
    private static final WatchedTrack SOUND = new WatchedTrack("TR_sound", Kind.AUDIO, Level.LIVE);
    private static final WatchedTrack PICTURE = new WatchedTrack("TR_picture", Kind.VIDEO, Level.LIVE);
    private static final WatchedTrack SCREEN = new WatchedTrack("TR_screen", Kind.SCREEN, Level.LIVE);
    private static final long BEGIN = 1_000_000;

    private final Map<WatchedTrack, TreeSet<Long>> packets = new HashMap<>();
    private final Map<String, Long> received = new HashMap<>();
    private RoomMedia media = RoomMedia.empty();
    private long now = BEGIN;
    private long countedUntil = BEGIN;
    private long looks;

    private void send(WatchedTrack track, long from, long until, long every) {
        TreeSet<Long> times = packets.computeIfAbsent(track, none -> new TreeSet<>());
        for (long at = from; at < until; at += every) {
            times.add(at);
        }
    }

    private void present(WatchedTrack... tracks) {
        media = media.withHosts(Map.of(HOST, List.of(tracks)));
    }

    /** Looks whenever it is due, while the server answers at once. */
    private void lookUntil(long end) {
        while (media.nextLookMillis() <= end || now == BEGIN) {
            now = Math.max(now + 1, media.nextLookMillis());
            looks++;
            Map<String, TrackCount> counts = new HashMap<>();
            packets.forEach((track, times) -> {
                if (media.wanted().contains(track.sid())) {
                    long fresh = times.subSet(countedUntil, false, now, true).size();
                    Long latest = times.floor(now);
                    counts.put(
                            track.sid(),
                            new TrackCount(
                                    received.merge(track.sid(), fresh, Long::sum), latest == null ? 0 : now - latest));
                }
            });
            countedUntil = now;
            media = media.counted(counts, now);
            if (media.isInDoubt()) {
                media = media.asked(now).answered(now, now);
            }
        }
    }

    private void lookUntil(MediaSign sign) {
        long end = now + 60_000;
        while (media.signs().get(HOST) != sign && now < end) {
            lookUntil(media.nextLookMillis());
        }
    }

    @Test
    void steadyPictureIsLookedAtSeldom() {
        present(PICTURE);
        send(PICTURE, BEGIN, BEGIN + 60_000, 66);
        lookUntil(BEGIN + 60_000);
        assertThat(looks).isBetween(150L, 180L);
    }

    @Test
    void pictureThatStopsIsStalledASecondLater() {
        for (long last = 20_000; last < 21_000; last += 7) {
            DueLooksTest room = new DueLooksTest();
            room.present(PICTURE);
            room.send(PICTURE, BEGIN, BEGIN + last, 66);
            long lastPacket = room.packets.get(PICTURE).last();
            room.lookUntil(BEGIN + last);
            room.lookUntil(MediaSign.STALLED);
            assertThat(room.now - lastPacket).isBetween(1_000L, 1_060L);
        }
    }

    @Test
    void soundAndPictureThatStopAreStalledSoon() {
        for (long last = 20_000; last < 21_000; last += 7) {
            DueLooksTest room = new DueLooksTest();
            room.present(SOUND, PICTURE);
            room.send(SOUND, BEGIN, BEGIN + last, 20);
            room.send(PICTURE, BEGIN, BEGIN + last, 66);
            room.lookUntil(BEGIN + last);
            assertThat(room.media.wanted()).containsExactly(SOUND.sid());
            room.lookUntil(MediaSign.STALLED);
            assertThat(room.now - BEGIN - last).isLessThan(1_900);
        }
    }

    @Test
    void longGapIsNeverOverlooked() {
        for (long gap = 410; gap < 990; gap += 9) {
            DueLooksTest room = new DueLooksTest();
            room.present(PICTURE);
            room.send(PICTURE, BEGIN, BEGIN + 10_000, 66);
            long again = room.packets.get(PICTURE).last() + gap;
            room.send(PICTURE, again, BEGIN + 20_000, 66);
            long last = room.packets.get(PICTURE).last();
            room.lookUntil(MediaSign.FLOWS);
            room.lookUntil(BEGIN + 20_000);
            room.lookUntil(MediaSign.STALLED);
            assertThat(room.now - last).as("after a gap of %d", gap).isBetween(gap * 5 / 2, (gap + 200) * 5 / 2 + 200);
        }
    }

    @Test
    void unevenTrackIsNeverSuspected() {
        Random random = new Random(11);
        present(PICTURE);
        for (long at = BEGIN; at < BEGIN + 3_600_000; ) {
            send(PICTURE, at, at + 1, 1);
            at += 1 + random.nextInt(random.nextInt(20) == 0 ? 900 : 130);
        }
        for (long end = BEGIN + 10_000; end < BEGIN + 3_590_000; end += 100) {
            lookUntil(end);
            assertThat(media.signs()).containsEntry(HOST, MediaSign.FLOWS);
        }
    }

    @Test
    void screenAtRestIsLookedAtSeldom() {
        present(SCREEN);
        send(SCREEN, BEGIN, BEGIN + 10_000, 66);
        lookUntil(BEGIN + 15_000);
        looks = 0;
        lookUntil(BEGIN + 75_000);
        assertThat(looks).isBetween(145L, 151L);
        assertThat(media.signs()).containsEntry(HOST, MediaSign.NO_SIGN);
    }

    @Test
    void clockThatIsWrongAboutAPacketThatCameIsNoSilence() {
        present(PICTURE);
        for (long packet = 1; packet < 200; packet++) {
            now += 300;
            media = media.counted(Map.of(PICTURE.sid(), new TrackCount(packet * 5, packet % 2 * 3_600_000)), now);
            media = media.asked(now).answered(now, now);
        }
        assertThat(media.signs()).containsEntry(HOST, MediaSign.FLOWS);
    }

    @Test
    void twoStreamsOfATrackAreAsSilentAsTheLouderOne() {
        assertThat(new TrackCount(3, 500).plus(new TrackCount(4, -20))).isEqualTo(new TrackCount(7, 0));
    }
}
