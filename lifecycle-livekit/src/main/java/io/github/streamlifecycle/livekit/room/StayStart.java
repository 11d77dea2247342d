package io.github.streamlifecycle.livekit.room;

/**
 * The time when a stay began. If LiveKit did not report it, this is the earliest time at which the participant was
 * seen, which lies within the stay; 0 if there is none.
 */
record StayStart(long atMillis, boolean exact) implements Comparable<StayStart> {
    static final StayStart UNKNOWN = new StayStart(0, false);

    /** The error of a webhook's time, which is in whole seconds. */
    private static final long SECOND = 999;

    static StayStart of(ParticipantKey key) {
        return key.joinedAtMillis() == 0 ? UNKNOWN : new StayStart(key.joinedAtMillis(), true);
    }

    /** Returns the start of a stay that was seen to be going on at a moment. */
    static StayStart of(ParticipantKey key, long seenAtMillis) {
        return key.joinedAtMillis() == 0 ? new StayStart(seenAtMillis, false) : of(key);
    }

    /** Returns a moment as a source tells it that is not exact. */
    static StayStart seen(long atMillis) {
        return new StayStart(atMillis, false);
    }

    StayStart join(StayStart other) {
        if (exact != other.exact) {
            return exact ? this : other;
        }
        if (atMillis == 0 || other.atMillis == 0) {
            return atMillis == 0 ? other : this;
        }
        return atMillis <= other.atMillis ? this : other;
    }

    boolean isBefore(long moment) {
        return atMillis + (exact ? 0 : SECOND) < moment;
    }

    @Override
    public int compareTo(StayStart other) {
        int order = Long.compare(atMillis, other.atMillis);
        return order != 0 ? order : Boolean.compare(exact, other.exact);
    }
}
