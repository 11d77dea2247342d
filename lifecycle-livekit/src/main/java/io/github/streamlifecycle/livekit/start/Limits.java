package io.github.streamlifecycle.livekit.start;

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

    public static final Limits DEFAULTS =
            new Limits(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(10));

    public Limits {
        grace = bounded(grace);
        stop = bounded(stop);
        start = bounded(start);
        takeOver = bounded(takeOver);
    }

    public Limits withGrace(Duration changed) {
        return new Limits(changed, stop, start, takeOver);
    }

    public Limits withStop(Duration changed) {
        return new Limits(grace, changed, start, takeOver);
    }

    public Limits withStart(Duration changed) {
        return new Limits(grace, stop, changed, takeOver);
    }

    public Limits withTakeOver(Duration changed) {
        return new Limits(grace, stop, start, changed);
    }

    private static Duration bounded(Duration wanted) {
        return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
    }
}
