package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.RoomRunner.Taken;
import io.reactivex.rxjava3.core.Completable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runners of all rooms that have an egress, or had one within the last hour. */
final class RoomRunners {
    private static final Logger log = LoggerFactory.getLogger(RoomRunners.class);

    private final Map<String, RoomRunner> runners = new ConcurrentHashMap<>();
    private final GuardRules rules;
    private final RunnerParts parts;
    private final Consumer<RoomRunner> whenNew;

    /**
     * Creates runners of no room.
     *
     * @param partsFor makes the parts of runners, given what to tell of those that retire
     * @param whenNew told of each new runner
     */
    RoomRunners(GuardRules rules, Function<Consumer<RoomRunner>, RunnerParts> partsFor, Consumer<RoomRunner> whenNew) {
        this.rules = rules;
        this.parts = partsFor.apply(retired -> runners.remove(retired.guard().room(), retired));
        this.whenNew = whenNew;
    }

    /** Brings back the guards that are stored. One that cannot be read costs its room's memory, nothing else. */
    void restore() {
        parts.store().load().forEach((room, bytes) -> {
            try {
                RoomGuard guard = RoomGuard.fromBytes(bytes, rules);
                if (!guard.room().equals(room)) {
                    throw new IllegalArgumentException("it is the guard of room " + guard.room());
                }
                RoomRunner runner = new RoomRunner(guard, parts);
                runners.put(room, runner);
                runner.offer(new RoomEvent.Restored());
            } catch (RuntimeException corrupt) {
                log.warn(
                        "the stored guard of room {} cannot be read, so it begins anew: {}",
                        room,
                        corrupt.getMessage());
                parts.store().remove(room);
            }
        });
    }

    /** Hands an event over to a room that is guarded; nothing happens if it is not. */
    Taken offer(String room, RoomEvent event) {
        RoomRunner runner = runners.get(room);
        return runner == null ? Taken.RETIRED : runner.offer(event);
    }

    /** Hands an event over to a room, which is guarded from now on. */
    Taken offerToAny(String room, RoomEvent event) {
        while (true) {
            Taken taken = offer(room, event);
            if (taken != Taken.RETIRED) {
                return taken;
            }
            RoomRunner[] added = new RoomRunner[1];
            RoomRunner runner = runners.computeIfAbsent(room, name -> {
                added[0] = new RoomRunner(RoomGuard.of(name, rules), parts);
                return added[0];
            });
            if (runner == added[0]) {
                Taken first = runner.offer(event);
                whenNew.accept(runner);
                return first;
            }
        }
    }

    Collection<String> rooms() {
        return List.copyOf(runners.keySet());
    }

    List<RoomGuard> guards() {
        return runners.values().stream().map(RoomRunner::guard).toList();
    }

    /** Completes once all was acted on that was handed over by now. */
    Completable idle() {
        return Completable.merge(runners.values().stream().map(RoomRunner::idle).toList());
    }

    void end() {
        runners.values().forEach(RoomRunner::end);
    }
}
