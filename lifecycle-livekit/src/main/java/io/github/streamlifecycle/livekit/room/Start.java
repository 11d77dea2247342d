package io.github.streamlifecycle.livekit.room;

/**
 * When a stay began. Where LiveKit did not tell it, it is the earliest moment at which the participant was seen to be there,
 * which is at least within the stay; 0 if there is none.
 */
record Start(long atMillis, boolean exact) implements Comparable<Start> {
    static final Start UNKNOWN = new Start(0, false);

    /** Webhooks count whole seconds. */
    private static final long SECOND = 999;

    static Start of(ParticipantKey key) {
        return key.joinedAtMillis() == 0 ? UNKNOWN : new Start(key.joinedAtMillis(), true);
    }

    /** What is known of the start of a stay that was seen to go on at a moment. */
    static Start of(ParticipantKey key, long seenAtMillis) {
        return key.joinedAtMillis() == 0 ? new Start(seenAtMillis, false) : of(key);
    }

    Start join(Start other) {
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
    public int compareTo(Start other) {
        int order = Long.compare(atMillis, other.atMillis);
        return order != 0 ? order : Boolean.compare(exact, other.exact);
    }
}
