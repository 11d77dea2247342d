package io.github.streamlifecycle.livekit.room;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How a stay ended, as LiveKit told it. What is definite outweighs what is not, whichever was told first. */
record Ending(LeftReason reason, Reading<Source> said) {
    private static final Comparator<Ending> WEIGHT = Comparator.comparing((Ending ending) -> ending.reason.meaning())
            .thenComparing(ending -> ending.said.atMillis())
            .thenComparing(Ending::reason)
            .thenComparing(ending -> ending.said.sign());

    static @Nullable Ending weightier(@Nullable Ending one, @Nullable Ending other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return WEIGHT.compare(one, other) >= 0 ? one : other;
    }
}
