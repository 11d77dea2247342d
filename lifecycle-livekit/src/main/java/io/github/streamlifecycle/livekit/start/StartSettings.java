package io.github.streamlifecycle.livekit.start;

import io.github.streamlifecycle.livekit.calls.EgressReads;
import io.github.streamlifecycle.livekit.stop.EgressStops;
import io.github.streamlifecycle.livekit.stop.Persistence;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;

/**
 * The part of a plan that a start, a take-over and an adoption read.
 *
 * @param room the room of the egress
 * @param reads the reads of the server
 * @param stops the stops in flight there
 * @param starts the starts there
 * @param limits the longest time that each phase may take
 * @param takesOver the egress of the room that a start stops first
 * @param persistence the reaction to a stop that was given up
 * @param scheduler the timers, and the clock by which durations are measured
 */
public record StartSettings(
        String room,
        EgressReads reads,
        EgressStops stops,
        EgressStarts starts,
        Limits limits,
        Predicate<EgressInfo> takesOver,
        Persistence persistence,
        Scheduler scheduler) {
    boolean isUntilConfirmed() {
        return persistence == Persistence.UNTIL_CONFIRMED;
    }
}
