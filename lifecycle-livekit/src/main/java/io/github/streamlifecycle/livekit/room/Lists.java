package io.github.streamlifecycle.livekit.room;

/**
 * When the room's participants were last listed, and when before that: one list may be stale, two in a row are believed.
 *
 * @param latest 0 if never
 * @param previous 0 if at most once
 */
record Lists(long latest, long previous) {
    static final Lists NONE = new Lists(0, 0);

    /** The two latest moments of both. */
    Lists join(Lists other) {
        if (latest == other.latest) {
            return new Lists(latest, Math.max(previous, other.previous));
        }
        Lists later = latest > other.latest ? this : other;
        Lists earlier = latest > other.latest ? other : this;
        return new Lists(later.latest, Math.max(later.previous, earlier.latest));
    }
}
