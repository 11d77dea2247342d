package io.github.streamlifecycle.livekit.start;

import io.github.streamlifecycle.livekit.stop.StopRequest;
import java.time.Duration;

/**
 * The longest time that each phase may take. Longer than a century is as good as for ever, and keeps all arithmetic
 * in nanoseconds within a long.
 *
 * @param grace a suspicion
 * @param stop a stop and its confirmation
 * @param start a start until the egress is live
 * @param takeOver the end of an egress that ran in the room before
 */
public record Limits(Duration grace, Duration stop, Duration start, Duration takeOver) {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** The limits of a plan that sets none. */
    public static final Limits DEFAULTS =
            new Limits(Duration.ofSeconds(5), StopRequest.DEADLINE, Duration.ofMinutes(1), Duration.ofSeconds(10));

    /**
     * Cuts each limit to a century.
     *
     * @param grace a suspicion
     * @param stop a stop and its confirmation
     * @param start a start until the egress is live
     * @param takeOver the end of an egress that ran in the room before
     */
    public Limits {
        grace = bounded(grace);
        stop = bounded(stop);
        start = bounded(start);
        takeOver = bounded(takeOver);
    }

    /**
     * Returns these limits with another one for suspicions.
     *
     * @param changed the longest time of a suspicion
     * @return the changed limits
     */
    public Limits withGrace(Duration changed) {
        return new Limits(changed, stop, start, takeOver);
    }

    /**
     * Returns these limits with another one for stops.
     *
     * @param changed the longest time of a stop and its confirmation
     * @return the changed limits
     */
    public Limits withStop(Duration changed) {
        return new Limits(grace, changed, start, takeOver);
    }

    /**
     * Returns these limits with another one for starts.
     *
     * @param changed the longest time from a start until the egress is live
     * @return the changed limits
     */
    public Limits withStart(Duration changed) {
        return new Limits(grace, stop, changed, takeOver);
    }

    /**
     * Returns these limits with another one for take-overs.
     *
     * @param changed the longest time until an egress that ran before has ended
     * @return the changed limits
     */
    public Limits withTakeOver(Duration changed) {
        return new Limits(grace, stop, start, changed);
    }

    private static Duration bounded(Duration wanted) {
        return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
    }
}
