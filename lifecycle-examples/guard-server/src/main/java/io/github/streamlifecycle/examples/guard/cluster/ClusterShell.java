package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.examples.guard.cluster.NeighbourMessage.Began;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.RoomShell;
import io.github.streamlifecycle.livekit.server.rooms.RoomWork;
import io.reactivex.rxjava3.core.Completable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.jspecify.annotations.Nullable;

/** The shell on the engine: an entity for each room, at one of the replicas; what happens to a room is told to it from any of them. */
final class ClusterShell implements RoomShell {
    private static final EntityTypeKey<RoomMessage> ROOM = EntityTypeKey.create(RoomMessage.class, "room");

    private final ActorSystem<?> system;
    private final RoomWork work;
    private final Seen seen;
    private volatile @Nullable ActorRef<NeighbourMessage> neighbours;
    private volatile Completable end = Completable.complete();
    private final Runnable leave;

    /**
     * What a replica knows of rooms, for others to see.
     *
     * @param self the address of this replica
     * @param here the rooms that are guarded here
     * @param elsewhere the rooms that are guarded by others
     * @param shared told of events that others share
     * @param standstill says whether rooms may decide something now
     */
    record Seen(
            String self, RoomsHere here, RoomsElsewhere elsewhere, Consumer<String> shared, Standstill standstill) {}

    ClusterShell(ActorSystem<?> system, RoomWork work, Seen seen, Supplier<Completable> leaving) {
        this.system = system;
        this.work = work;
        this.seen = seen;
        this.leave = () -> end = leaving.get();
    }

    @Override
    public void begin() {
        ActorRef<SweepTurns.Command> sweeps =
                ClusterSingleton.get(system).init(SingletonActor.of(SweepTurns.create(work), "sweeps"));
        RoomPlace place = new RoomPlace(
                work,
                seen.here(),
                this::begun,
                () -> sweeps.tell(new SweepTurns.SweepSoon()),
                seen.elsewhere()::known,
                seen.standstill(),
                this::hasOthers);
        ClusterSharding.get(system)
                .init(Entity.of(ROOM, context -> RoomEntity.create(context, place))
                        .withStopMessage(new RoomMessage.HandOver()));
        neighbours = system.systemActorOf(
                Neighbours.create(new Neighbours.Sight(
                        seen.self(),
                        seen.here(),
                        rooms -> {
                            seen.elsewhere().take(rooms, work.rules());
                            seen.elsewhere().forget(System.nanoTime());
                        },
                        this::tellLeases,
                        this::lost,
                        seen.shared(),
                        seen.standstill())),
                "neighbours",
                Props.empty());
    }

    private boolean hasOthers() {
        return Cluster.get(system).state().members().size() > 1;
    }

    private void begun(String room) {
        tellOthers(new Began(room));
        tellLeases(room);
    }

    /** Tells a room which of its hosts are heard here. One that fell silent here may have gone on at another replica. */
    private void tellLeases(String room) {
        for (Observation said : work.leases(room)) {
            if (said instanceof Observation.Lease lease && lease.sign() == LeaseSign.RENEWED) {
                tell(room, new RoomEvent.Observed(said));
            }
        }
    }

    private void lost(Neighbours.Lost lost) {
        seen.here().tellAll(new RoomMessage.OutOfReach(lost.replica()));
        if (lost.hasLeft()) {
            seen.elsewhere().left(lost.replica(), System.nanoTime());
        }
    }

    void tellOthers(NeighbourMessage message) {
        ActorRef<NeighbourMessage> known = neighbours;
        if (known != null) {
            known.tell(new Neighbours.Tell(message));
        }
    }

    /** A lease is renewed every second, also where no egress runs: those are not worth a message. */
    @Override
    public boolean offer(String room, RoomEvent event) {
        boolean isLease = event instanceof RoomEvent.Observed observed
                && observed.observation().origin().source() == Source.LEASE;
        if (!isLease || seen.here().contains(room) || seen.elsewhere().contains(room)) {
            tell(room, event);
        }
        return true;
    }

    private void tell(String room, RoomEvent event) {
        ClusterSharding.get(system)
                .entityRefFor(ROOM, room)
                .tell(new RoomMessage.Told(event, seen.self(), work.clock().millis()));
    }

    @Override
    public Collection<String> rooms() {
        Set<String> all = new HashSet<>(seen.here().names());
        all.addAll(seen.elsewhere().names());
        return all;
    }

    @Override
    public List<RoomGuard> guards() {
        return seen.here().guards();
    }

    @Override
    public Completable idle() {
        return end;
    }

    @Override
    public void end() {
        leave.run();
    }
}
