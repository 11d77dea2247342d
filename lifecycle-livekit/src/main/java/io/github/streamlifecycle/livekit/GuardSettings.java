package io.github.streamlifecycle.livekit;

import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;

/**
 * Everything that one {@link GuardPlan} says, as the guard and its take-over read it.
 *
 * @param room the room of the egress
 * @param control the calls to the server
 * @param limits the longest time that each phase may take
 * @param takesOver the egress of the room that a start stops first
 * @param scheduler the timers, and the clock by which durations are measured
 */
record GuardSettings(
        String room, EgressControl control, Limits limits, Predicate<EgressInfo> takesOver, Scheduler scheduler) {
    /**
     * The longest time that each phase may take. Longer than a century is as good as for ever, and keeps all arithmetic
     * in nanoseconds within a long.
     *
     * @param grace a suspicion
     * @param stop a stop and its confirmation
     * @param start a start until the egress is live
     * @param takeOver the end of an egress that ran in the room before
     */
    record Limits(Duration grace, Duration stop, Duration start, Duration takeOver) {
        private static final Duration LONGEST = Duration.ofDays(36_500);
        static final Limits DEFAULTS =
                new Limits(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(10));

        Limits {
            grace = bounded(grace);
            stop = bounded(stop);
            start = bounded(start);
            takeOver = bounded(takeOver);
        }

        private static Duration bounded(Duration wanted) {
            return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
        }
    }
}
