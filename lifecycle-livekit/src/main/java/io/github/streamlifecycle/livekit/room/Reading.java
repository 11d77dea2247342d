package io.github.streamlifecycle.livekit.room;

import org.jspecify.annotations.Nullable;

/** What was said last, and when. Of two at the same moment the later constant of the enum stands. */
record Reading<S extends Enum<S>>(long atMillis, S sign) {
    /** The later of two, either of which may be missing. */
    static <S extends Enum<S>> @Nullable Reading<S> later(@Nullable Reading<S> one, @Nullable Reading<S> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    private boolean isAfter(Reading<S> other) {
        return atMillis > other.atMillis || (atMillis == other.atMillis && sign.compareTo(other.sign) > 0);
    }
}
