package io.github.streamlifecycle.livekit.media;

/**
 * The cadence at which the packets of one track arrive, learned from counts: an accrual failure detector.
 *
 * <p>Silence is judged against the recent past of the track. A camera or a microphone sends many packets a second, so a
 * second without any stands out; a picture that stands still now and then has shown long gaps before, so another one is
 * no sign. A gap is remembered for ten times its own length, and for a minute at least; silence has to be two and a
 * half times as long as the longest gap remembered.
 *
 * @param packets the number of packets at the latest count
 * @param lookedAtMillis the time of that count
 * @param heardAtMillis the time when the count was last seen to grow
 * @param steadySinceMillis the time since when no silence was longer than the cadence allowed
 * @param longestGapMillis the longest gap that is remembered
 * @param gapUntilMillis the time until which it is remembered
 */
record TrackCadence(
        long packets,
        long lookedAtMillis,
        long heardAtMillis,
        long steadySinceMillis,
        long longestGapMillis,
        long gapUntilMillis) {
    /** The shortest silence that can be a sign: healthy media has shown gaps of up to 0.56 s on a busy machine. */
    static final long SHORTEST_SILENCE_MILLIS = 1_000;

    /** The shortest silence that raises doubt: a few packets of a camera or a microphone that did not come. */
    static final long SHORTEST_DOUBT_MILLIS = 300;

    /** The time for which a track must have been steady before its silence is a sign. */
    static final long STEADY_AFTER_MILLIS = 3_000;

    /**
     * The longest time between counts, of which there are five to ten a second. After more, this program paused, not
     * the track.
     */
    static final long LONGEST_PAUSE_MILLIS = 500;

    private static final long REMEMBERED_AT_LEAST_MILLIS = 60_000;
    private static final int REMEMBERED_TIMES = 10;

    /** The state of a track at a moment. */
    enum State {
        /** Packets arrive. */
        HEARD,
        /** No packets arrive, but that is no sign: the track has no cadence, or one with gaps as long as this. */
        QUIET,
        /** No packets arrive, although the cadence says that they should. */
        SILENT
    }

    /** Returns the cadence of a track after its first count; packets sent before that say nothing about now. */
    static TrackCadence first(long packets, long atMillis) {
        return new TrackCadence(packets, atMillis, atMillis - SHORTEST_SILENCE_MILLIS, atMillis, 0, atMillis);
    }

    /** Returns the cadence after another count. */
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

    /** Returns for how long no packet had arrived at the latest count. */
    long silenceMillis() {
        return lookedAtMillis - heardAtMillis;
    }

    /** Returns the length from which a silence stands out. */
    long limitMillis() {
        return Math.max(SHORTEST_SILENCE_MILLIS, longestGapMillis * 5 / 2);
    }

    /** Returns whether a silence has begun that may soon stand out: longer than any that is remembered. */
    boolean isDoubtful() {
        return silenceMillis() >= Math.max(SHORTEST_DOUBT_MILLIS, longestGapMillis * 3 / 2);
    }

    /** Returns whether the track had been steady for long enough when it was last heard. */
    boolean hasCadence() {
        return heardAtMillis - steadySinceMillis >= STEADY_AFTER_MILLIS;
    }

    State state() {
        return state(0);
    }

    /** Returns the state if media may be later than usual by so much. */
    State state(long latenessMillis) {
        if (silenceMillis() < SHORTEST_SILENCE_MILLIS) {
            return State.HEARD;
        }
        return hasCadence() && silenceMillis() >= limitMillis() + latenessMillis ? State.SILENT : State.QUIET;
    }
}
