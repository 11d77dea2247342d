package io.github.streamlifecycle.examples.guard.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * A look at the port of a replica that does not answer. Two refusals in a row prove that its process has ended, so that it is taken out
 * at once: of two replicas the one left could not know otherwise. One that stands still accepts, and one whose machine is gone says
 * nothing; those are left to the split-brain resolver. So are refusals where more replicas are out of reach than are not, since then it
 * may be a wall that refuses.
 */
final class UnreachableProbe extends AbstractBehavior<UnreachableProbe.Command> {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int REFUSALS = 2;

    private final Cluster cluster;
    private final TimerScheduler<Command> timers;
    private final Map<Address, Integer> refusals = new HashMap<>();

    sealed interface Command {}

    private record Unreachable(UnreachableMember event) implements Command {}

    private record Reachable(ReachableMember event) implements Command {}

    private record Removed(MemberRemoved event) implements Command {}

    private record Ask(Address address) implements Command {}

    private record Answered(Address address, Peers.Answer answer) implements Command {}

    private UnreachableProbe(ActorContext<Command> context, TimerScheduler<Command> timers) {
        super(context);
        this.timers = timers;
        this.cluster = Cluster.get(context.getSystem());
        var subscriptions = cluster.subscriptions();
        subscriptions.tell(Subscribe.create(
                context.messageAdapter(UnreachableMember.class, Unreachable::new), UnreachableMember.class));
        subscriptions.tell(
                Subscribe.create(context.messageAdapter(ReachableMember.class, Reachable::new), ReachableMember.class));
        subscriptions.tell(
                Subscribe.create(context.messageAdapter(MemberRemoved.class, Removed::new), MemberRemoved.class));
    }

    static Behavior<Command> create() {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new UnreachableProbe(context, timers)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Unreachable.class, lost -> begin(lost.event().member()))
                .onMessage(Reachable.class, back -> end(back.event().member()))
                .onMessage(Removed.class, gone -> end(gone.event().member()))
                .onMessage(Ask.class, ask -> ask(ask.address()))
                .onMessage(Answered.class, answered -> answered(answered.address(), answered.answer()))
                .build();
    }

    private Behavior<Command> begin(Member member) {
        refusals.put(member.address(), 0);
        return ask(member.address());
    }

    private Behavior<Command> end(Member member) {
        refusals.remove(member.address());
        return this;
    }

    private Behavior<Command> ask(Address address) {
        if (refusals.containsKey(address)) {
            getContext()
                    .pipeToSelf(
                            CompletableFuture.supplyAsync(() -> Peers.ask(Peers.config(address))),
                            (answer, failed) -> new Answered(address, failed == null ? answer : Peers.Answer.NONE));
        }
        return this;
    }

    private Behavior<Command> answered(Address address, Peers.Answer answer) {
        if (!refusals.containsKey(address)) {
            return this;
        }
        int inARow = answer == Peers.Answer.REFUSED ? refusals.merge(address, 1, Integer::sum) : 0;
        refusals.put(address, inARow);
        if (inARow >= REFUSALS && isNoWall()) {
            getContext().getLog().warn("replica {} has ended without a word, and is taken out", Peers.name(address));
            cluster.manager().tell(new Down(address));
            refusals.remove(address);
        } else {
            timers.startSingleTimer(address, new Ask(address), PAUSE);
        }
        return this;
    }

    private boolean isNoWall() {
        int all = 0;
        for (Member unused : cluster.state().getMembers()) {
            all++;
        }
        return 2 * cluster.state().getUnreachable().size() <= all;
    }
}
