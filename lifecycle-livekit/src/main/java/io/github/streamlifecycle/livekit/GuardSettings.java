package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;

/**
 * Everything that one {@link GuardPlan} says, as the guard and its take-over read it.
 *
 * @param room the room of the egress
 * @param host the presence of the host, as its feed reports it
 * @param control the calls to the server
 * @param streams the streams that are guarded beside this one
 * @param limits the longest time that each phase may take
 * @param takesOver the egress of the room that a start stops first
 * @param persistence what happens after a stop that was given up
 * @param scheduler the timers, and the clock by which durations are measured
 */
record GuardSettings(
        String room,
        Flowable<Presence> host,
        EgressControl control,
        StreamRegistry streams,
        Limits limits,
        Predicate<EgressInfo> takesOver,
        Persistence persistence,
        Scheduler scheduler) {
    /** The reaction to a stop that the server did not confirm. */
    enum Persistence {
        /** The guard ends and says that the egress may still be running. */
        GIVES_UP,
        /** The guard stops again until the end is confirmed. */
        UNTIL_CONFIRMED
    }

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

        Limits withGrace(Duration changed) {
            return new Limits(changed, stop, start, takeOver);
        }

        Limits withStop(Duration changed) {
            return new Limits(grace, changed, start, takeOver);
        }

        Limits withStart(Duration changed) {
            return new Limits(grace, stop, changed, takeOver);
        }

        Limits withTakeOver(Duration changed) {
            return new Limits(grace, stop, start, changed);
        }

        private static Duration bounded(Duration wanted) {
            return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
        }
    }

    GuardSettings with(Limits changed) {
        return new GuardSettings(room, host, control, streams, changed, takesOver, persistence, scheduler);
    }

    GuardSettings with(Scheduler changed) {
        return new GuardSettings(room, host, control, streams, limits, takesOver, persistence, changed);
    }

    GuardSettings takingOver(Predicate<EgressInfo> changed) {
        return new GuardSettings(room, host, control, streams, limits, changed, persistence, scheduler);
    }

    GuardSettings untilConfirmed() {
        return new GuardSettings(
                room, host, control, streams, limits, takesOver, Persistence.UNTIL_CONFIRMED, scheduler);
    }

    boolean isUntilConfirmed() {
        return persistence == Persistence.UNTIL_CONFIRMED;
    }
}
