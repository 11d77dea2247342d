package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.examples.guard.cluster.RoomMessage.GoOn;
import io.github.streamlifecycle.examples.guard.cluster.RoomMessage.HandOver;
import io.github.streamlifecycle.examples.guard.cluster.RoomMessage.OutOfReach;
import io.github.streamlifecycle.examples.guard.cluster.RoomMessage.Own;
import io.github.streamlifecycle.examples.guard.cluster.RoomMessage.Resume;
import io.github.streamlifecycle.examples.guard.cluster.RoomMessage.Told;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.Outlook;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.RoomEffects;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard of one room, wherever the engine has placed it. A thin shell: {@link RoomGuard} decides, {@link RoomEffects} act. It ends
 * once there is nothing to remember, and where it is moved it sends what it knows to its own successor. After a standstill of its
 * process it holds whatever arrives, in its order, until it is known to be guarded nowhere else.
 */
final class RoomEntity extends AbstractBehavior<RoomMessage> {
    private static final Logger log = LoggerFactory.getLogger(RoomEntity.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    /** The number of messages up to which those of others are held; what the room's own effects say is held in any case. */
    private static final int MOST_HELD = 1_000;

    private final RoomPlace place;
    private final TimerScheduler<RoomMessage> timers;
    private final Deque<RoomMessage> held = new ArrayDeque<>();
    private final ActorRef<RoomMessage> self;
    private final EntityRef<RoomMessage> successor;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final RoomEffects effects;
    private final Succession succession;
    private LeaseVoices leases = LeaseVoices.NONE;
    /** Also read by the threads of effects. */
    private volatile RoomGuard guard;

    private volatile boolean hasEnded;

    private RoomEntity(
            ActorContext<RoomMessage> context,
            TimerScheduler<RoomMessage> timers,
            EntityContext<RoomMessage> entity,
            RoomPlace place) {
        super(context);
        this.timers = timers;
        this.place = place;
        this.self = context.getSelf();
        this.shard = entity.getShard();
        this.successor =
                ClusterSharding.get(context.getSystem()).entityRefFor(entity.getEntityTypeKey(), entity.getEntityId());
        this.guard = RoomGuard.of(entity.getEntityId(), place.work().rules());
        this.effects = place.work().effects(() -> guard, this::own);
        this.succession = new Succession(now());
        place.known().apply(guard.room()).ifPresent(this::begin);
    }

    static Behavior<RoomMessage> create(EntityContext<RoomMessage> entity, RoomPlace place) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new RoomEntity(context, timers, entity, place)));
    }

    @Override
    public Receive<RoomMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(HandOver.class, handOver -> handOver())
                .onMessage(GoOn.class, goOn -> goOn())
                .onAnyMessage(this::arrived)
                .onSignal(PostStop.class, stopped -> ended())
                .build();
    }

    private Behavior<RoomMessage> arrived(RoomMessage message) {
        if (held.isEmpty() && place.standstill().mayAct()) {
            return act(message);
        }
        if (held.size() < MOST_HELD || message instanceof Own) {
            held.add(message);
        }
        if (!timers.isTimerActive(new GoOn())) { // beginning it anew with each message might keep it from ever ending
            timers.startSingleTimer(new GoOn(), LOOK_AGAIN);
        }
        return this;
    }

    private Behavior<RoomMessage> goOn() {
        while (!held.isEmpty() && place.standstill().mayAct()) {
            act(held.remove());
        }
        if (!held.isEmpty()) {
            timers.startSingleTimer(new GoOn(), LOOK_AGAIN);
        }
        return this;
    }

    private Behavior<RoomMessage> act(RoomMessage message) {
        if (message instanceof Told told) {
            return told(told);
        } else if (message instanceof Own own) {
            return on(own.event());
        } else if (message instanceof OutOfReach lost) {
            return outOfReach(lost);
        } else if (message instanceof Resume resume) {
            return resume(resume);
        }
        return this;
    }

    /** Goes on from what the replica that had the room has told of it, which is up to a second old. */
    private void begin(RoomGuard known) {
        RoomGuard.Step step = succession.begin(known);
        take(step);
        finishStops();
    }

    private long now() {
        return place.work().clock().millis();
    }

    /** Called on any thread. A stop may end where the room is guarded no longer. */
    private void own(RoomEvent event) {
        if (!hasEnded) {
            self.tell(new Own(event));
        } else {
            passOn(new Own(event));
        }
    }

    /** The successor waits, reads and watches by itself. */
    private void passOn(RoomMessage message) {
        if (message instanceof Told) {
            successor.tell(message);
        } else if (message instanceof Own own && own.event() instanceof RoomEvent.StopEnded) {
            successor.tell(new Told(own.event(), "", now()));
        }
    }

    private Behavior<RoomMessage> told(Told told) {
        if (told.event() instanceof RoomEvent.Observed observed
                && observed.observation().origin().source() == Source.LEASE) {
            LeaseVoices.Step step = leases.on(told.replica(), observed.observation());
            leases = step.next();
            return step.counts() ? on(new RoomEvent.Observed(byThisClock(told, observed.observation()))) : this;
        }
        return on(told.event());
    }

    /** A receiver of leases dates what it hears by the clock of its own replica. */
    private Observation byThisClock(Told told, Observation observation) {
        return LeaseTimes.at(
                observation,
                Math.max(1, now() - (told.sentAtMillis() - observation.origin().atMillis())));
    }

    private Behavior<RoomMessage> outOfReach(OutOfReach lost) {
        if (!leases.holds(lost.replica())) {
            return this;
        }
        leases = leases.without(lost.replica());
        Observation.Origin origin = new Observation.Origin(Source.LEASE, RoomKey.named(guard.room()), now());
        return on(new RoomEvent.Observed(
                new Observation.Blind(origin, "the replica that its leases arrive at is out of reach")));
    }

    private Behavior<RoomMessage> on(RoomEvent event) {
        try {
            long now = now();
            RoomGuard.Step step = guard.on(event, now);
            succession.told(event, now, step.effects());
            take(step);
        } catch (Throwable thrown) {
            log.error(
                    "room {} could not act on {}",
                    guard.room(),
                    event.getClass().getSimpleName(),
                    thrown);
        }
        return this;
    }

    private void take(RoomGuard.Step step) {
        guard = step.next();
        if (guard.isEmpty()) {
            effects.carryOut(step.effects());
            shard.tell(new ClusterSharding.Passivate<>(self));
            return;
        }
        boolean isNew = place.rooms().add(guard.room(), self, () -> guard);
        effects.carryOut(step.effects());
        if (isNew) {
            place.begun().accept(guard.room());
        }
    }

    private Behavior<RoomMessage> resume(Resume resume) {
        try {
            RoomGuard predecessor =
                    RoomGuard.fromBytes(resume.guard(), place.work().rules());
            succession.resume(predecessor, now()).ifPresent(step -> {
                take(step);
                place.rooms().hasArrived();
                finishStops();
            });
        } catch (Throwable thrown) {
            log.warn("what room {} was before it moved cannot be read, so it begins anew", guard.room(), thrown);
        }
        return this;
    }

    /** A stop that was on its way elsewhere may have taken effect, or not. */
    private void finishStops() {
        if (guard.guarded().stream().anyMatch(one -> one.outlook() instanceof Outlook.BeingStopped)) {
            place.sweepSoon().run();
        }
    }

    private Behavior<RoomMessage> handOver() {
        ended();
        if (!guard.isEmpty() && place.hasOthers().getAsBoolean()) {
            successor.tell(new Resume(guard.toBytes()));
            place.rooms().hasDeparted();
        }
        held.forEach(this::passOn);
        return Behaviors.stopped();
    }

    private Behavior<RoomMessage> ended() {
        hasEnded = true;
        effects.close();
        place.rooms().remove(guard.room(), self);
        return this;
    }
}
