package io.github.streamlifecycle.livekit.media;

/**
 * The cadence in which the packets of one track arrive, learned from counts of them: an accrual detector.
 *
 * <p>Silence says something only against what the track has done lately. A camera or a microphone sends many packets a
 * second, so a second without any stands out; a picture that stands still now and then has shown long gaps before, and
 * another one says nothing. A gap is remembered for ten times its own length, and for a minute at least, and silence has to
 * be two and a half times as long as the longest one remembered.
 *
 * @param packets how many packets had arrived at the latest look
 * @param lookedAtMillis when that look was
 * @param heardAtMillis when the count was last seen to grow
 * @param steadySinceMillis since when no silence was longer than the cadence allowed
 * @param longestGapMillis the longest gap that is remembered
 * @param gapUntilMillis until when it is remembered
 */
record TrackCadence(
        long packets,
        long lookedAtMillis,
        long heardAtMillis,
        long steadySinceMillis,
        long longestGapMillis,
        long gapUntilMillis) {
    /** Healthy media has shown gaps of up to 0.56 s on a busy machine; anything below this says nothing. */
    static final long SHORTEST_SILENCE_MILLIS = 1_000;

    /** For how long a track must have been steady before its silence says anything. */
    static final long STEADY_AFTER_MILLIS = 3_000;

    /** Looks are five or ten a second. If none was made for longer, it was this program that paused, not the track. */
    static final long LONGEST_PAUSE_MILLIS = 500;

    private static final long REMEMBERED_AT_LEAST_MILLIS = 60_000;
    private static final int REMEMBERED_TIMES = 10;

    /** How a track sounds at a moment. */
    enum State {
        /** Its packets arrive. */
        HEARD,
        /** None arrive, which says nothing: it has no cadence, or one with gaps as long as this. */
        QUIET,
        /** None arrive, though its cadence says that they should. */
        SILENT
    }

    /** A track that was looked at for the first time: what it has sent before says nothing of now. */
    static TrackCadence first(long packets, long atMillis) {
        return new TrackCadence(packets, atMillis, atMillis - SHORTEST_SILENCE_MILLIS, atMillis, 0, atMillis);
    }

    /** The cadence after another look at the count. */
    TrackCadence on(long count, long atMillis) {
        if (atMillis - lookedAtMillis > LONGEST_PAUSE_MILLIS) {
            // what arrived meanwhile is counted late: the silence, if there is one, begins now
            long heard =
                    state() == State.HEARD || count > packets ? atMillis : heardAtMillis + atMillis - lookedAtMillis;
            return new TrackCadence(count, atMillis, heard, steadySinceMillis, longestGapMillis, gapUntilMillis);
        }
        if (count <= packets) {
            return new TrackCadence(
                    count, atMillis, heardAtMillis, steadySinceMillis, longestGapMillis, gapUntilMillis);
        }
        if (heardAtMillis < steadySinceMillis) {
            // heard for the first time
            return new TrackCadence(count, atMillis, atMillis, atMillis, 0, atMillis);
        }
        long gap = atMillis - heardAtMillis;
        long steadySince = gap < limitMillis() ? steadySinceMillis : atMillis;
        return gap >= longestGapMillis || atMillis > gapUntilMillis
                ? new TrackCadence(count, atMillis, atMillis, steadySince, gap, atMillis + remembered(gap))
                : new TrackCadence(count, atMillis, atMillis, steadySince, longestGapMillis, gapUntilMillis);
    }

    private static long remembered(long gapMillis) {
        return Math.max(REMEMBERED_AT_LEAST_MILLIS, REMEMBERED_TIMES * gapMillis);
    }

    /** How long no packet has arrived, at the latest look. */
    long silenceMillis() {
        return lookedAtMillis - heardAtMillis;
    }

    /** From how long on a silence stands out. */
    long limitMillis() {
        return Math.max(SHORTEST_SILENCE_MILLIS, longestGapMillis * 5 / 2);
    }

    /** Whether it had been steady for long enough when it was last heard. */
    boolean hasCadence() {
        return heardAtMillis - steadySinceMillis >= STEADY_AFTER_MILLIS;
    }

    State state() {
        if (silenceMillis() < SHORTEST_SILENCE_MILLIS) {
            return State.HEARD;
        }
        return hasCadence() && silenceMillis() >= limitMillis() ? State.SILENT : State.QUIET;
    }
}
