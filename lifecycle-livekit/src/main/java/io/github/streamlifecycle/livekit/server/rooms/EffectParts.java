package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the effects of all rooms share.
 *
 * @param server the ways to the server
 * @param stops the stops that were decided
 * @param clock the time
 * @param polling the pace of polls
 * @param watch the watch of media, if there is one
 * @param health the counts of what fails
 * @param events told what happens
 * @param isClosed whether the guards were closed
 */
record EffectParts(
        RoomServer server,
        DecidedStops stops,
        SteadyClock clock,
        PollPace polling,
        Optional<RoomWatch> watch,
        HealthCounts health,
        Consumer<RoomGuardEvent> events,
        BooleanSupplier isClosed) {
    Scheduler scheduler() {
        return server.scheduler();
    }
}
