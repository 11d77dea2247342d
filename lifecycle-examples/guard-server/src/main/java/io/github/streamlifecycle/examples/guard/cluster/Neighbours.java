package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.examples.guard.cluster.NeighbourMessage.AmIThere;
import io.github.streamlifecycle.examples.guard.cluster.NeighbourMessage.Began;
import io.github.streamlifecycle.examples.guard.cluster.NeighbourMessage.RoomsAt;
import io.github.streamlifecycle.examples.guard.cluster.NeighbourMessage.Shared;
import io.github.streamlifecycle.examples.guard.cluster.NeighbourMessage.YouAreThere;
import io.github.streamlifecycle.examples.guard.web.RoomGist;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * The part of a replica that talks with the others: about the rooms that it guards, once a second where something has changed; about
 * rooms that have just begun, so that whoever hears their hosts' leases says so; about events, for the consoles; and about whether one
 * that stood still is still a member.
 */
final class Neighbours extends AbstractBehavior<NeighbourMessage> {
    private static final ServiceKey<NeighbourMessage> KEY = ServiceKey.create(NeighbourMessage.class, "neighbours");
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 128 * 1_024;

    private final Sight sight;
    private final Cluster cluster;
    private final Map<String, List<Object>> told = new HashMap<>();
    private Set<ActorRef<NeighbourMessage>> others = Set.of();

    /**
     * What the neighbours have to do with in this process.
     *
     * @param self the address of this replica
     * @param here the rooms that are guarded here
     * @param others takes what others tell of their rooms
     * @param begun told of rooms that have begun anywhere
     * @param lost told of replicas that do not answer, or have left
     * @param shared told of events that others share
     * @param standstill notes that this process runs, and what others say of its membership
     */
    record Sight(
            String self,
            RoomsHere here,
            Consumer<RoomsAt> others,
            Consumer<String> begun,
            Consumer<Lost> lost,
            Consumer<String> shared,
            Standstill standstill) {}

    /**
     * A replica that does not answer, or has left.
     *
     * @param replica its address
     * @param hasLeft whether it has left
     */
    record Lost(String replica, boolean hasLeft) {}

    /** To be told to the others. */
    record Tell(NeighbourMessage message) implements NeighbourMessage {}

    private record Tick() implements NeighbourMessage {}

    private record Found(Receptionist.Listing listing) implements NeighbourMessage {}

    private record Unreachable(UnreachableMember event) implements NeighbourMessage {}

    private record Removed(MemberRemoved event) implements NeighbourMessage {}

    private Neighbours(ActorContext<NeighbourMessage> context, Sight sight) {
        super(context);
        this.sight = sight;
        var receptionist = context.getSystem().receptionist();
        receptionist.tell(Receptionist.register(KEY, context.getSelf()));
        receptionist.tell(Receptionist.subscribe(KEY, context.messageAdapter(Receptionist.Listing.class, Found::new)));
        this.cluster = Cluster.get(context.getSystem());
        var subscriptions = cluster.subscriptions();
        subscriptions.tell(Subscribe.create(
                context.messageAdapter(UnreachableMember.class, Unreachable::new), UnreachableMember.class));
        subscriptions.tell(
                Subscribe.create(context.messageAdapter(MemberRemoved.class, Removed::new), MemberRemoved.class));
    }

    /** Begins anew if it fails: without its ticks nothing would be decided here any more. */
    static Behavior<NeighbourMessage> create(Sight sight) {
        Behavior<NeighbourMessage> neighbours = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), TELL_EVERY);
            return new Neighbours(context, sight);
        }));
        return Behaviors.supervise(neighbours).onFailure(SupervisorStrategy.restart());
    }

    @Override
    public Receive<NeighbourMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(RoomsAt.class, rooms -> after(() -> sight.others().accept(rooms)))
                .onMessage(Began.class, began -> after(() -> sight.begun().accept(began.room())))
                .onMessage(Shared.class, shared -> after(() -> sight.shared().accept(shared.event())))
                .onMessage(Tell.class, tell -> after(() -> others.forEach(other -> other.tell(tell.message()))))
                .onMessage(AmIThere.class, ask -> after(() -> answer(ask)))
                .onMessage(
                        YouAreThere.class,
                        answer -> after(() -> {
                            sight.standstill().confirmed(answer.replica(), answer.doubt());
                            sight.standstill().settle(otherMembers());
                        }))
                .onMessage(Tick.class, tick -> after(this::tick))
                .onMessage(Found.class, found -> after(() -> found(found.listing())))
                .onMessage(
                        Unreachable.class,
                        lost -> after(() -> sight.lost()
                                .accept(new Lost(
                                        Peers.name(lost.event().member().address()), false))))
                .onMessage(
                        Removed.class,
                        lost -> after(() -> sight.lost()
                                .accept(new Lost(
                                        Peers.name(lost.event().member().address()), true))))
                .build();
    }

    private Behavior<NeighbourMessage> after(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failed) {
            getContext().getLog().error("a message between replicas failed", failed);
        }
        return this;
    }

    /** One that is new is told everything. */
    private void found(Receptionist.Listing listing) {
        Set<ActorRef<NeighbourMessage>> now = new HashSet<>(listing.getServiceInstances(KEY));
        now.remove(getContext().getSelf());
        Set<ActorRef<NeighbourMessage>> added = new HashSet<>(now);
        added.removeAll(others);
        others = Set.copyOf(now);
        if (!added.isEmpty()) {
            send(sight.here().guards(), List.of(), added);
        }
    }

    private void tick() {
        Standstill standstill = sight.standstill();
        if (standstill.tick()) {
            standstill.settle(otherMembers());
            others.forEach(other -> other.tell(new AmIThere(sight.self(), standstill.doubt())));
        }
        tellChanges();
    }

    /** Returns those that are members as far as is known here, which may be out of date. */
    private Set<String> otherMembers() {
        Set<String> all = new HashSet<>();
        for (Member member : cluster.state().getMembers()) {
            if (isThere(member)) {
                all.add(Peers.name(member.address()));
            }
        }
        all.remove(sight.self());
        return all;
    }

    private static boolean isThere(Member member) {
        return !member.status().equals(MemberStatus.down()) && !member.status().equals(MemberStatus.removed());
    }

    private void answer(AmIThere ask) {
        if (otherMembers().contains(ask.replica())) {
            others.stream()
                    .filter(other -> Peers.name(other.path().address()).equals(ask.replica()))
                    .forEach(other -> other.tell(new YouAreThere(sight.self(), ask.doubt())));
        }
    }

    private void tellChanges() {
        List<RoomGuard> changed = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (RoomGuard guard : sight.here().guards()) {
            names.add(guard.room());
            List<Object> gist = RoomGist.of(guard);
            if (!gist.equals(told.put(guard.room(), gist))) {
                changed.add(guard);
            }
        }
        List<String> gone =
                told.keySet().stream().filter(room -> !names.contains(room)).toList();
        told.keySet().removeAll(gone);
        if (!changed.isEmpty() || !gone.isEmpty()) {
            send(changed, gone, others);
        }
    }

    private void send(List<RoomGuard> changed, List<String> gone, Collection<ActorRef<NeighbourMessage>> receivers) {
        Map<String, byte[]> part = new LinkedHashMap<>();
        int size = 0;
        for (RoomGuard guard : changed) {
            byte[] bytes = guard.toBytes();
            if (size + bytes.length > MOST_AT_ONCE) {
                send(new RoomsAt(sight.self(), part, List.of()), receivers);
                part = new LinkedHashMap<>();
                size = 0;
            }
            part.put(guard.room(), bytes);
            size += bytes.length + guard.room().length();
        }
        send(new RoomsAt(sight.self(), part, List.of()), receivers);
        for (int from = 0; from < gone.size(); from += 500) {
            List<String> some = gone.subList(from, Math.min(gone.size(), from + 500));
            send(new RoomsAt(sight.self(), Map.of(), some), receivers);
        }
    }

    private static void send(RoomsAt rooms, Collection<ActorRef<NeighbourMessage>> receivers) {
        receivers.forEach(receiver -> receiver.tell(rooms));
    }
}
