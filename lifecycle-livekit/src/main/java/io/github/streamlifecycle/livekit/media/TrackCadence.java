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
 * @param heardAtMillis the time of the latest packet, as far as it is known, otherwise of the count that first had it
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

    /**
     * The shortest gap that matters: two and a half times as long is the shortest silence that can be a sign. The next
     * count is due when a gap could have become so long.
     */
    private static final long SHORTEST_GAP_MILLIS = 400;

    /** The time between counts while a gap lasts that matters. */
    private static final long LOOK_IN_GAP_EVERY_MILLIS = 200;

    /** The longest time until the next count is due. */
    static final long LOOK_WITHIN_MILLIS = 400;

    /** webrtc-java does not count anew within 50 ms. */
    private static final long LOOK_AFTER_MILLIS = 60;

    /** The shortest silence that raises doubt: a few packets of a camera or a microphone that did not come. */
    static final long SHORTEST_DOUBT_MILLIS = 300;

    /** The time for which a track must have been steady before its silence is a sign. */
    static final long STEADY_AFTER_MILLIS = 3_000;

    /** The time after which a count is late: it may have missed the end of one gap and the beginning of another. */
    private static final long LATE_AFTER_MILLIS = 600;

    /** The longest time by which a count may be late. After more, this program paused, not the track. */
    static final long LATEST_MILLIS = 300;

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
    TrackCadence on(TrackCount count, long atMillis) {
        boolean hasPaused = atMillis - nextLookMillis() > LATEST_MILLIS;
        return hasPaused ? afterPause(count, atMillis) : counted(count, atMillis);
    }

    /** What arrived during a pause is counted late: the silence of a track that was heard, if there is one, begins now. */
    private TrackCadence afterPause(TrackCount count, long atMillis) {
        boolean wasHeard = heardAtMillis >= steadySinceMillis;
        if (wasHeard && count.packets() > packets) {
            return next(count, atMillis, atMillis).after(silenceMillis());
        }
        TrackCadence resumed = later(atMillis - lookedAtMillis);
        return wasHeard && state() == State.HEARD
                ? resumed.next(count, atMillis, atMillis).after(silenceMillis())
                : resumed.counted(count, atMillis);
    }

    /** Returns the cadence as if time had stood still: a pause in which nothing arrived teaches nothing. */
    private TrackCadence later(long millis) {
        return new TrackCadence(
                packets,
                lookedAtMillis + millis,
                heardAtMillis + millis,
                steadySinceMillis + millis,
                longestGapMillis,
                gapUntilMillis);
    }

    private TrackCadence counted(TrackCount count, long atMillis) {
        if (count.packets() <= packets) {
            return next(count, atMillis, heardAtMillis);
        }
        // since the previous count, whatever the clock says that gave the age of the latest packet
        long heard = Math.max(atMillis - count.silentMillis(), lookedAtMillis);
        if (heardAtMillis < steadySinceMillis) {
            // heard for the first time
            return new TrackCadence(count.packets(), atMillis, heard, heard, 0, heard);
        }
        return next(count, atMillis, heard).after(gap(count, atMillis));
    }

    private TrackCadence next(TrackCount count, long atMillis, long heard) {
        return new TrackCadence(count.packets(), atMillis, heard, steadySinceMillis, longestGapMillis, gapUntilMillis);
    }

    /** Returns the longest gap that has ended: until its end was seen if it may matter, else what is known of it. */
    private long gap(TrackCount count, long atMillis) {
        long sinceLook = atMillis - lookedAtMillis;
        boolean mayMatter = count.packets() - packets == 1
                || silenceMillis() >= SHORTEST_GAP_MILLIS
                || sinceLook > LATE_AFTER_MILLIS;
        return mayMatter ? silenceMillis() + sinceLook : silenceMillis();
    }

    private TrackCadence after(long gap) {
        long steadySince = gap < limitMillis() ? steadySinceMillis : heardAtMillis;
        return gap >= longestGapMillis || heardAtMillis > gapUntilMillis
                ? new TrackCadence(
                        packets, lookedAtMillis, heardAtMillis, steadySince, gap, heardAtMillis + remembered(gap))
                : new TrackCadence(
                        packets, lookedAtMillis, heardAtMillis, steadySince, longestGapMillis, gapUntilMillis);
    }

    private static long remembered(long gapMillis) {
        return Math.max(REMEMBERED_AT_LEAST_MILLIS, REMEMBERED_TIMES * gapMillis);
    }

    /**
     * Returns the time when the next count is due: when a gap could have become as long as matters, meanwhile often, and
     * exactly when silence stands out.
     */
    long nextLookMillis() {
        long gapAtMillis = heardAtMillis + Math.max(SHORTEST_GAP_MILLIS, longestGapMillis);
        long standsOutAtMillis = heardAtMillis + limitMillis();
        long next;
        if (gapAtMillis > lookedAtMillis) {
            next = gapAtMillis;
        } else if (standsOutAtMillis > lookedAtMillis) {
            next = Math.min(lookedAtMillis + LOOK_IN_GAP_EVERY_MILLIS, standsOutAtMillis);
        } else {
            next = lookedAtMillis + LOOK_WITHIN_MILLIS;
        }
        return Math.max(lookedAtMillis + LOOK_AFTER_MILLIS, Math.min(next, lookedAtMillis + LOOK_WITHIN_MILLIS));
    }

    /** Returns the time when silence raises doubt, unless a packet arrives before. */
    long doubtfulAtMillis() {
        return heardAtMillis + Math.max(SHORTEST_DOUBT_MILLIS, longestGapMillis * 3 / 2);
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
        return lookedAtMillis >= doubtfulAtMillis();
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
