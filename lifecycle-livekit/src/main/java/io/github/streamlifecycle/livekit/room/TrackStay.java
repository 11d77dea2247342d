package io.github.streamlifecycle.livekit.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What is known of one track, by its sid. No sid is published twice.
 *
 * @param stay the sid of the stay that published it
 * @param publishedAt when an event last proved it; 0 if none did
 * @param listedAt the latest list that it was in; 0 if it was in none
 * @param endedAt when it was unpublished; 0 if that was not told
 */
record TrackStay(String sid, String stay, long publishedAt, long listedAt, long endedAt) implements Fact<TrackStay> {
    /** How many tracks of an identity are kept. */
    static final int MOST = 16;

    private static final Comparator<TrackStay> BY_WORTH = Comparator.comparing((TrackStay track) -> track.endedAt == 0)
            .thenComparing(TrackStay::lastKnownAt)
            .thenComparing(TrackStay::sid);

    @Override
    public String key() {
        return sid;
    }

    @Override
    public TrackStay join(TrackStay other) {
        return new TrackStay(
                sid,
                stay.compareTo(other.stay) >= 0 ? stay : other.stay,
                Math.max(publishedAt, other.publishedAt),
                Math.max(listedAt, other.listedAt),
                Math.max(endedAt, other.endedAt));
    }

    /** When it ended, or else when it was last proved. */
    long lastKnownAt() {
        return endedAt != 0 ? endedAt : Math.max(publishedAt, listedAt);
    }

    /** Whether it is published: as far as events tell, and in the latest list that could have it. */
    boolean isPublished(long roomListedAt) {
        return endedAt == 0 && (roomListedAt <= listedAt || roomListedAt <= publishedAt + RoomView.CLOCK_SKEW_MILLIS);
    }

    /** Without the tracks that ended longest ago, where there are too many. */
    static List<TrackStay> limited(List<TrackStay> tracks) {
        if (tracks.size() <= MOST) {
            return tracks;
        }
        List<TrackStay> kept = new ArrayList<>(tracks);
        while (kept.size() > MOST) {
            kept.remove(Collections.min(kept, BY_WORTH));
        }
        return kept;
    }
}
