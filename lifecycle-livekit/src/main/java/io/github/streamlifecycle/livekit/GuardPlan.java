package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.reactivestreams.Publisher;

/**
 * How a stream is to be guarded. Immutable; each method returns a new one, and nothing happens before {@link #start}.
 *
 * @since 0.1.0
 */
public final class GuardPlan {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    final EgressControl control;
    final String room;
    private final Optional<Flowable<Presence>> host;
    final Duration grace;
    final Duration stopDeadline;
    final Scheduler scheduler;

    private GuardPlan(
            EgressControl control,
            String room,
            Optional<Flowable<Presence>> host,
            Duration grace,
            Duration stopDeadline,
            Scheduler scheduler) {
        this.control = control;
        this.room = room;
        this.host = host;
        this.grace = grace;
        this.stopDeadline = stopDeadline;
        this.scheduler = scheduler;
    }

    static GuardPlan of(EgressControl control, String room) {
        return new GuardPlan(
                control, room, Optional.empty(), DEFAULT_GRACE, ConfirmedStop.DEADLINE, Schedulers.computation());
    }

    /**
     * Who is watched. A guard without a host cannot be started.
     *
     * @param presence the host's presence; subscribed to once for each {@link #start}. Its end counts as a fall
     * @return a plan with that host
     */
    public GuardPlan host(Publisher<Presence> presence) {
        return new GuardPlan(
                control, room, Optional.of(Flowable.fromPublisher(presence)), grace, stopDeadline, scheduler);
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
        return new GuardPlan(control, room, host, grace, stopDeadline, scheduler);
    }

    /**
     * For how long a stop is tried and its end awaited.
     *
     * @param stopDeadline one minute if not set
     * @return a plan with that deadline
     * @throws IllegalArgumentException if it is not positive
     */
    public GuardPlan stopDeadline(Duration stopDeadline) {
        return new GuardPlan(control, room, host, grace, Inputs.positive("stopDeadline", stopDeadline), scheduler);
    }

    /**
     * Where time passes.
     *
     * @param scheduler {@code computation} if not set
     * @return a plan with that scheduler
     */
    public GuardPlan scheduler(Scheduler scheduler) {
        return new GuardPlan(control, room, host, grace, stopDeadline, Objects.requireNonNull(scheduler, "scheduler"));
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
        GuardedStream stream = new GuardedStream(this, Objects.requireNonNull(request, "request"));
        stream.begin();
        return stream;
    }

    Flowable<Presence> host() {
        return host.orElseThrow(
                () -> new IllegalStateException("room " + room + " has no host to guard: call host(...) first"));
    }
}
