package io.github.streamlifecycle.examples.network;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a network, as the datagrams on it experience it.
 *
 * @param cut the directions in which nothing gets through
 * @param lossPercent how many of a hundred datagrams are lost, in either direction
 * @param jitter the longest delay of a datagram; later ones may overtake it
 */
public record NetworkConditions(Set<Direction> cut, int lossPercent, Duration jitter) {
    /** Everything arrives at once. */
    public static final NetworkConditions CLEAR = new NetworkConditions(Set.of(), 0, Duration.ZERO);

    /** Nothing arrives. */
    public static final NetworkConditions CUT = cut(EnumSet.allOf(Direction.class));

    /** Where a datagram goes. */
    public enum Direction {
        /** From the host to the server. */
        TO_SERVER,
        /** From the server to the host. */
        FROM_SERVER
    }

    /**
     * Returns a network that is cut in some directions.
     *
     * @param directions the directions in which nothing gets through
     * @return these conditions
     */
    public static NetworkConditions cut(Set<Direction> directions) {
        return new NetworkConditions(Set.copyOf(directions), 0, Duration.ZERO);
    }

    /**
     * Returns a network that loses datagrams.
     *
     * @param percent how many of a hundred
     * @return these conditions
     */
    public static NetworkConditions losing(int percent) {
        return new NetworkConditions(Set.of(), percent, Duration.ZERO);
    }

    /**
     * Returns a network that delays each datagram by a random time.
     *
     * @param jitter the longest delay
     * @return these conditions
     */
    public static NetworkConditions late(Duration jitter) {
        return new NetworkConditions(Set.of(), 0, jitter);
    }
}
