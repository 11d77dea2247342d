package io.github.streamlifecycle.livekit.room;

/**
 * The times of the two latest lists of the room's participants: one list may be stale, two in a row are believed.
 *
 * @param latest the time of the latest list; 0 if there was none
 * @param previous the time of the one before; 0 if there was none
 */
record Lists(long latest, long previous) {
    static final Lists NONE = new Lists(0, 0);

    /** Returns the two latest times of both. */
    Lists join(Lists other) {
        if (latest == other.latest) {
            return new Lists(latest, Math.max(previous, other.previous));
        }
        Lists later = latest > other.latest ? this : other;
        Lists earlier = latest > other.latest ? other : this;
        return new Lists(later.latest, Math.max(later.previous, earlier.latest));
    }
}
