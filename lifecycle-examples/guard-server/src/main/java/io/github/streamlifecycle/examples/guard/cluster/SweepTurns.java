package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.server.rooms.RoomWork;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * The one of all replicas that lists all egress. It does so at once where it begins, and soon after a replica is gone: the rooms of
 * that one are guarded again once somebody tells of them.
 */
final class SweepTurns extends AbstractBehavior<SweepTurns.Command> {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RoomWork work;
    private final TimerScheduler<Command> timers;
    private Disposable sweep;

    /** A message to it. */
    sealed interface Command {}

    /** Rooms need to know which of their egress run. */
    record SweepSoon() implements Command, Sent {}

    private record Begin() implements Command {}

    private record Lost(MemberRemoved event) implements Command {}

    private SweepTurns(ActorContext<Command> context, TimerScheduler<Command> timers, RoomWork work) {
        super(context);
        this.work = work;
        this.timers = timers;
        ActorRef<MemberRemoved> removed = context.messageAdapter(MemberRemoved.class, Lost::new);
        Cluster.get(context.getSystem()).subscriptions().tell(Subscribe.create(removed, MemberRemoved.class));
        this.sweep = work.sweep();
    }

    static Behavior<Command> create(RoomWork work) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new SweepTurns(context, timers, work)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(SweepSoon.class, soon -> soon())
                .onMessage(Lost.class, lost -> soon())
                .onMessage(Begin.class, begin -> begin())
                .onSignal(PostStop.class, stopped -> end())
                .build();
    }

    /** Many ask at the same time, such as all rooms of a replica that leaves. */
    private Behavior<Command> soon() {
        if (!timers.isTimerActive(Begin.class)) {
            timers.startSingleTimer(Begin.class, new Begin(), SOON);
        }
        return this;
    }

    private Behavior<Command> begin() {
        sweep.dispose();
        sweep = work.sweep();
        return this;
    }

    private Behavior<Command> end() {
        sweep.dispose();
        return this;
    }
}
