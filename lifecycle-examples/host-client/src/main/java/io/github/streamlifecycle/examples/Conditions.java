package io.github.streamlifecycle.examples;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a network does to the datagrams on it.
 *
 * @param cut on which ways nothing gets through
 * @param lossPercent how many of a hundred are lost on either way
 * @param jitter by how much one may be late, at most; they may overtake each other
 */
record Conditions(Set<Way> cut, int lossPercent, Duration jitter) {
    static final Conditions CLEAR = new Conditions(Set.of(), 0, Duration.ZERO);
    static final Conditions CUT = cut(EnumSet.allOf(Way.class));

    enum Way {
        TO_SERVER,
        FROM_SERVER
    }

    static Conditions cut(Set<Way> ways) {
        return new Conditions(Set.copyOf(ways), 0, Duration.ZERO);
    }

    static Conditions losing(int percent) {
        return new Conditions(Set.of(), percent, Duration.ZERO);
    }

    static Conditions late(Duration jitter) {
        return new Conditions(Set.of(), 0, jitter);
    }
}
