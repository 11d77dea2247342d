package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.start.Adoption;
import io.github.streamlifecycle.livekit.start.Limits;
import io.github.streamlifecycle.livekit.start.TakeOver;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.threads.SteadyScheduler;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;

/**
 * A description of how one stream is guarded, made by {@link LiveKit#guard}.
 *
 * <p>Immutable: each method returns a new plan. Nothing happens before {@link #start} or {@link #adopt}, and each call of
 * one of those begins a guard of its own.
 *
 * @since 0.1.0
 */
public final class GuardPlan {
    private final GuardSettings settings;

    private final GuardedStream.Registry registry;

    GuardPlan(GuardSettings settings, GuardedStream.Registry registry) {
        this.settings = settings;
        this.registry = registry;
    }

    /**
     * Sets for how long the host may be {@link Presence#SUSPECT} before it counts as gone.
     *
     * @param grace the grace period, 5 s if not set; zero makes every suspicion a fall
     * @return a plan with that grace period
     * @throws IllegalArgumentException if it is negative
     */
    public GuardPlan grace(Duration grace) {
        return with(settings.limits().withGrace(Checks.notNegative("grace", grace)));
    }

    /**
     * Sets for how long a stop is tried and its end awaited.
     *
     * @param stopDeadline one minute if not set
     * @return a plan with that deadline
     * @throws IllegalArgumentException if it is not positive
     */
    public GuardPlan stopDeadline(Duration stopDeadline) {
        return with(settings.limits().withStop(Checks.positive("stopDeadline", stopDeadline)));
    }

    /**
     * Sets for how long the egress may be STARTING before it is stopped. A room composite starts once something is
     * published.
     *
     * @param startLimit one minute if not set
     * @return a plan with that limit
     * @throws IllegalArgumentException if it is not positive
     */
    public GuardPlan startLimit(Duration startLimit) {
        return with(settings.limits().withStart(Checks.positive("startLimit", startLimit)));
    }

    /**
     * Sets for how long a start waits for what ran in the room before to end, and so to release its output.
     *
     * @param takeOverWithin 10 s if not set
     * @return a plan with that limit
     * @throws IllegalArgumentException if it is not positive
     */
    public GuardPlan takeOverWithin(Duration takeOverWithin) {
        return with(settings.limits().withTakeOver(Checks.positive("takeOverWithin", takeOverWithin)));
    }

    /**
     * Restricts which egress of the room a start stops first; without this it stops all of them, also a recording that
     * another program started.
     *
     * @param mayBeStopped tests an egress that is running in the room; one for which it throws is left alone
     * @return a plan that leaves every other egress alone
     */
    public GuardPlan takeOverOnly(Predicate<EgressInfo> mayBeStopped) {
        return with(settings.takingOver(Objects.requireNonNull(mayBeStopped, "mayBeStopped")));
    }

    /**
     * Keeps stopping until the end of the egress is confirmed. Without this a stop that the server refuses, or does not
     * confirm within the deadline, ends the guard with a {@link StopReceipt.GaveUp}, and the egress may still be running.
     *
     * <p>The guard pauses for 5 s after the first stop that was given up, and for twice as long after each further one, up
     * to a minute. Each of them is a {@link StreamEvent.MayStillRun}. A start that was not answered is looked for until
     * the server can be read again.
     *
     * @return a plan that does not give up
     */
    public GuardPlan untilConfirmed() {
        return with(settings.untilConfirmed());
    }

    /**
     * Sets the timers of this guard, which is also the clock by which it measures durations.
     *
     * @param scheduler the Scheduler, that of the {@link LiveKit} if not set
     * @return a plan with that scheduler
     */
    public GuardPlan scheduler(Scheduler scheduler) {
        return with(settings.with(SteadyScheduler.of(Objects.requireNonNull(scheduler, "scheduler"))));
    }

    /**
     * Takes the room over: stops what is running in it, starts the egress and guards it. All of that is under way when
     * this returns and needs no subscriber.
     *
     * <p>A host that is not up yet is guarded from the moment it is; nothing is stopped for a host that never was.
     *
     * @param request the egress to start
     * @return the guarded stream; its {@link GuardedStream#outcome} tells how it ends, also if the start fails
     */
    public GuardedStream start(EgressRequest request) {
        Objects.requireNonNull(request, "request");
        return GuardedStream.begin(
                settings,
                registry,
                stream -> new TakeOver(settings.forStart(), request, stream::tell, stream::isStopRequested)
                        .run()
                        .doOnSuccess(info -> stream.tell(new StreamEvent.Started(info.getEgressId()))));
    }

    /**
     * Guards an egress that was started elsewhere. Nothing else in the room is touched.
     *
     * <p>A server that cannot be read for now is read again, and a stop does not wait for that: it needs only the id. An
     * egress that another guard of this {@link LiveKit} has already is guarded twice: both share its stop, which goes on
     * for as long as one of them wants it, and each has an outcome of its own.
     *
     * @param egressId the egress
     * @return the guarded stream; its outcome is {@link Outcome.StartFailed} if the server knows no such egress, or knows
     *     it in another room
     */
    public GuardedStream adopt(String egressId) {
        Checks.notBlank("egressId", egressId);
        return GuardedStream.begin(
                settings,
                registry,
                stream -> new Adoption(settings.forStart(), egressId, stream::isStopRequested)
                        .run()
                        .doOnSuccess(info -> stream.tell(new StreamEvent.Adopted(egressId))));
    }

    private GuardPlan with(Limits changed) {
        return with(settings.with(changed));
    }

    private GuardPlan with(GuardSettings changed) {
        return new GuardPlan(changed, registry);
    }
}
