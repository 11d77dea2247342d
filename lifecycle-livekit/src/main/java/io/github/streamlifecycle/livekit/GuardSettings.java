package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.start.Limits;
import io.github.streamlifecycle.livekit.start.StartSettings;
import io.github.streamlifecycle.livekit.stop.Persistence;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;

/**
 * Everything that one {@link GuardPlan} says, as the guard reads it.
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

    /** Returns what a take-over and an adoption read of this. */
    StartSettings forStart() {
        return new StartSettings(
                room, control.reads(), control.stops(), control.starts(), limits, takesOver, persistence, scheduler);
    }
}
