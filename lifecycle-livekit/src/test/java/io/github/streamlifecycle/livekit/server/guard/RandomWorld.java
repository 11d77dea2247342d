package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import livekit.LivekitEgress.EgressStatus;
import org.jspecify.annotations.Nullable;

/**
 * A room as it is, and messages about it that are late, doubled or lost; a guard that hears them and may be restarted, with its
 * memory or without. What the guard does is held against {@link Model}, which knows only which messages have arrived.
 */
final class RandomWorld {
    static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());
    private static final long BEGAN = OneRoom.BEGAN;

    private record Planned(long at, long number, Runnable deed) {}

    private final Random random;
    private final PriorityQueue<Planned> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Planned::at).thenComparingLong(Planned::number));
    private final Model model = new Model();
    private RoomGuard guard = RoomGuard.of(OneRoom.ROOM, RULES);
    private long now = BEGAN;
    private long numbers;
    private int process;
    private long timer;
    private @Nullable RoomParticipant host;
    private boolean isRunning;
    private long startedAt;
    private int egresses;
    private boolean faults = true;

    RandomWorld(long seed) {
        this.random = new Random(seed);
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            something();
            advance(50 + random.nextInt(4_000));
        }
        faults = false;
        advance(30_000);
    }

    /** Lists that arrive, from the end of all faults on. */
    void calm(long millis) {
        for (long until = now + millis; now < until; advance(5_000)) {
            list();
            sweep();
        }
    }

    boolean isHostThere() {
        return host != null;
    }

    boolean isRunning() {
        return isRunning;
    }

    void hostLeaves() {
        if (host != null) {
            toggleHost();
        }
    }

    Model model() {
        return model;
    }

    private void something() {
        int dice = random.nextInt(100);
        if (dice < 25) {
            toggleHost();
        } else if (dice < 55) {
            list();
        } else if (dice < 70) {
            sweep();
        } else if (dice < 85) {
            startEgress();
        } else if (dice < 88) {
            userStops();
        } else if (dice < 91) {
            restart(random.nextInt(3) > 0);
        } else if (dice < 95) {
            deliver(new RoomEvent.Observed(new Observation.Blind(origin(Source.POLLING), "test")), () -> {});
        }
    }

    private Origin origin(Source source) {
        return new Origin(source, RoomKey.named(OneRoom.ROOM), now);
    }

    private void toggleHost() {
        long at = now;
        if (host == null) {
            ParticipantKey key = new ParticipantKey("host", "PA_" + now, now);
            RoomParticipant joined = RoomParticipant.of(key, Kind.STANDARD)
                    .withTracks(List.of("TR_" + now))
                    .withTraits(Set.of(Trait.PUBLISHER));
            host = joined;
            deliver(
                    new RoomEvent.Observed(new Observation.Joined(origin(Source.WEBHOOK), joined)),
                    () -> model.present(at));
        } else {
            RoomParticipant left = host;
            host = null;
            deliver(
                    new RoomEvent.Observed(new Observation.Left(
                            origin(Source.WEBHOOK), left.withTracks(List.of()), LeftReason.CONNECTION_TIMEOUT)),
                    () -> model.absent(at, now));
        }
    }

    private void list() {
        long at = now;
        boolean there = host != null;
        List<RoomParticipant> all = host == null ? List.of() : List.of(host);
        deliver(new RoomEvent.Observed(new Observation.Listed(origin(Source.POLLING), all)), () -> {
            model.listed();
            if (there) {
                model.present(at);
            } else {
                model.listedWithout(at, now);
            }
        });
    }

    private String id() {
        return "EG_" + egresses;
    }

    private EgressFacts facts(Stage stage) {
        return new EgressFacts(id(), stage, new EgressOwner.Host(), "", startedAt);
    }

    private void startEgress() {
        if (!isRunning && host != null) {
            egresses++;
            isRunning = true;
            startedAt = now;
            deliver(new RoomEvent.EgressSeen(facts(Stage.ACTIVE)), () -> {});
        }
    }

    private void userStops() {
        if (isRunning) {
            isRunning = false;
            String id = id();
            deliver(new RoomEvent.EgressSeen(facts(Stage.ENDING)), () -> model.endedByUser(id));
        }
    }

    private void sweep() {
        deliver(new RoomEvent.Swept(now, isRunning ? List.of(facts(Stage.ACTIVE)) : List.of()), () -> {});
    }

    private void restart(boolean withMemory) {
        process++;
        timer = 0;
        if (withMemory) {
            guard = RoomGuard.fromBytes(guard.toBytes(), RULES);
            model.restarted();
            on(new RoomEvent.Restored());
        } else {
            guard = RoomGuard.of(OneRoom.ROOM, RULES);
            model.forgot();
        }
    }

    /** The model hears of it first. */
    private void deliver(RoomEvent event, Runnable told) {
        int copies = !faults ? 1 : random.nextInt(100) < 20 ? 0 : random.nextInt(100) < 20 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            int longest = faults && random.nextInt(20) == 0 ? 20_000 : 1_000;
            after(faults ? random.nextInt(longest) : 10, () -> {
                told.run();
                on(event);
            });
        }
    }

    private void after(long millis, Runnable deed) {
        agenda.add(new Planned(now + millis, numbers++, deed));
    }

    private void on(RoomEvent event) {
        RoomGuard.Step step = guard.on(event, now);
        guard = step.next();
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.WaitUntil wait) {
                timer = wait.atMillis();
            } else if (effect instanceof Effect.Stop stop) {
                model.stopAsked(stop.egressId());
                int asker = process;
                after(20 + random.nextInt(2_000), () -> carryOut(stop.egressId(), asker));
            } else if (effect instanceof Effect.Read) {
                list();
            } else if (effect instanceof Effect.Tell tell
                    && tell.event() instanceof RoomGuardEvent.StopDecided decided) {
                model.stopDecided(decided.egressId(), decided.drop(), now);
            }
        }
    }

    private void carryOut(String id, int asker) {
        boolean isOurs = asker == process;
        if (isOurs && !guard.isStopWanted(id)) {
            model.withdrawn(id);
            on(new RoomEvent.StopEnded(id, OneRoom.hostReturned(id)));
            return;
        }
        int dice = faults ? random.nextInt(100) : 100;
        boolean applied = dice >= 20;
        boolean answered = dice >= 35;
        if (applied && id.equals(id())) {
            isRunning = false;
        }
        if (isOurs) {
            StopReceipt receipt = answered
                    ? new StopReceipt.Stopped(id, EgressStatus.EGRESS_COMPLETE, Tries.NONE, Duration.ZERO)
                    : new StopReceipt.GaveUp(
                            id, LiveKitException.of(503, "unavailable", "test"), Tries.NONE, Duration.ZERO);
            model.receipt(id, receipt.isOver());
            on(new RoomEvent.StopEnded(id, receipt));
        }
    }

    private void advance(long millis) {
        long until = now + millis;
        while (true) {
            Planned next = agenda.peek();
            long due = next == null ? Long.MAX_VALUE : next.at();
            if (timer != 0 && timer <= Math.min(due, until)) {
                now = Math.max(now, timer);
                timer = 0;
                on(new RoomEvent.TimeCame());
            } else if (next != null && due <= until) {
                agenda.remove();
                now = Math.max(now, due);
                next.deed().run();
            } else {
                now = until;
                return;
            }
        }
    }
}
