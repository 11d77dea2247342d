package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.reactivestreams.Publisher;

/**
 * How a stream is to be guarded. Immutable; each method returns a new one, and nothing happens before {@link #start} or
 * {@link #adopt}.
 *
 * @since 0.1.0
 */
public final class GuardPlan {
    final EgressControl control;
    final Guards guards;
    final String room;
    private final Optional<Flowable<Presence>> host;
    final GuardSettings.Limits limits;
    final Scheduler scheduler;

    private GuardPlan(
            EgressControl control,
            Guards guards,
            String room,
            Optional<Flowable<Presence>> host,
            GuardSettings.Limits limits,
            Scheduler scheduler) {
        this.control = control;
        this.guards = guards;
        this.room = room;
        this.host = host;
        this.limits = limits;
        this.scheduler = scheduler;
    }

    static GuardPlan of(EgressControl control, Guards guards, String room) {
        return new GuardPlan(
                control, guards, room, Optional.empty(), GuardSettings.Limits.DEFAULTS, Schedulers.computation());
    }

    private GuardPlan with(GuardSettings.Limits changed) {
        return new GuardPlan(control, guards, room, host, changed, scheduler);
    }

    /**
     * Who is watched. A guard without a host cannot be started.
     *
     * @param presence the host's presence; subscribed to once for each {@link #start}. Its end counts as a fall
     * @return a plan with that host
     */
    public GuardPlan host(Publisher<Presence> presence) {
        return new GuardPlan(control, guards, room, Optional.of(Flowable.fromPublisher(presence)), limits, scheduler);
    }

    /**
     * For how long the host may be {@link Presence#SUSPECT} before it counts as gone.
     *
     * @param grace the grace period, 5 s if not set; zero makes every suspicion a fall
     * @return a plan with that grace period
     * @throws IllegalArgumentException if it is negative
     */
    public GuardPlan grace(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative: " + grace);
        }
        return with(new GuardSettings.Limits(grace, limits.stop(), limits.start(), limits.takeOver()));
    }

    /**
     * For how long a stop is tried and its end awaited.
     *
     * @param stopDeadline one minute if not set
     * @return a plan with that deadline
     * @throws IllegalArgumentException if it is not positive
     */
    public GuardPlan stopDeadline(Duration stopDeadline) {
        Checks.positive("stopDeadline", stopDeadline);
        return with(new GuardSettings.Limits(limits.grace(), stopDeadline, limits.start(), limits.takeOver()));
    }

    /**
     * For how long the egress may be STARTING before it is stopped. A room composite starts once something is published.
     *
     * @param startLimit one minute if not set
     * @return a plan with that limit
     * @throws IllegalArgumentException if it is not positive
     */
    public GuardPlan startLimit(Duration startLimit) {
        Checks.positive("startLimit", startLimit);
        return with(new GuardSettings.Limits(limits.grace(), limits.stop(), startLimit, limits.takeOver()));
    }

    /**
     * For how long a start waits for what ran in the room before to end, and so to let go of its output.
     *
     * @param takeOverWithin 10 s if not set
     * @return a plan with that limit
     * @throws IllegalArgumentException if it is not positive
     */
    public GuardPlan takeOverWithin(Duration takeOverWithin) {
        Checks.positive("takeOverWithin", takeOverWithin);
        return with(new GuardSettings.Limits(limits.grace(), limits.stop(), limits.start(), takeOverWithin));
    }

    /**
     * Where time passes.
     *
     * @param scheduler {@code computation} if not set
     * @return a plan with that scheduler
     */
    public GuardPlan scheduler(Scheduler scheduler) {
        return new GuardPlan(control, guards, room, host, limits, Objects.requireNonNull(scheduler, "scheduler"));
    }

    /**
     * Takes the room over: stops what runs in it, starts the egress and guards it, from now on and without being
     * subscribed to.
     *
     * @param request what to start
     * @return the guarded stream; how it ends, also if the start fails, is in its {@link GuardedStream#outcome}
     *     A host that is not up yet is guarded from when it is; one that never was is not stopped for
     * @throws IllegalStateException if there is no host to guard
     */
    public GuardedStream start(EgressRequest request) {
        Objects.requireNonNull(request, "request");
        return begun(new GuardedStream(
                this,
                stream -> new TakeOver(settings(), request, stream::tell, stream::isStopRequested)
                        .run()
                        .doOnSuccess(info -> stream.tell(new StreamEvent.Started(info.getEgressId())))));
    }

    /**
     * Guards an egress that was started elsewhere, from now on and without being subscribed to. Nothing else in the room
     * is touched.
     *
     * @param egressId the egress
     * @return the guarded stream; that there is no such egress is a {@link Outcome.StartFailed}
     * @throws IllegalStateException if there is no host to guard
     */
    public GuardedStream adopt(String egressId) {
        Checks.named("egressId", egressId);
        return begun(new GuardedStream(
                this,
                stream -> new Adoption(settings(), egressId, stream::isStopRequested)
                        .run()
                        .doOnSuccess(info -> stream.tell(new StreamEvent.Adopted(egressId)))));
    }

    private GuardSettings settings() {
        return new GuardSettings(room, control, limits, running -> true, scheduler);
    }

    private static GuardedStream begun(GuardedStream stream) {
        stream.begin();
        return stream;
    }

    Flowable<Presence> host() {
        return host.orElseThrow(
                () -> new IllegalStateException("room " + room + " has no host to guard: call host(...) first"));
    }
}
