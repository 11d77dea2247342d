package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.RoomRunner.Taken;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell in one process: the runners of all rooms that have an egress, or had one within the last hour. */
final class RoomRunners implements RoomShell {
    private static final Logger log = LoggerFactory.getLogger(RoomRunners.class);

    private final Map<String, RoomRunner> runners = new ConcurrentHashMap<>();
    private final RoomWork work;
    private final RoomRunner.Kept kept;
    private volatile Disposable sweep = Disposable.disposed();

    /**
     * Creates runners of no room.
     *
     * @param scheduler the threads on which they act
     */
    RoomRunners(RoomWork work, StoreWriter store, Scheduler scheduler) {
        this.work = work;
        this.kept = new RoomRunner.Kept(
                store, scheduler, retired -> runners.remove(retired.guard().room(), retired));
    }

    @Override
    public void begin() {
        restore();
        sweep = work.sweep();
    }

    /** Brings back the guards that are stored. One that cannot be read costs its room's memory, nothing else. */
    private void restore() {
        kept.store().load().forEach((room, bytes) -> {
            try {
                RoomGuard guard = RoomGuard.fromBytes(bytes, work.rules());
                if (!guard.room().equals(room)) {
                    throw new IllegalArgumentException("it is the guard of room " + guard.room());
                }
                RoomRunner runner = new RoomRunner(guard, work, kept);
                runners.put(room, runner);
                runner.offer(new RoomEvent.Restored());
            } catch (RuntimeException corrupt) {
                log.warn(
                        "the stored guard of room {} cannot be read, so it begins anew: {}",
                        room,
                        corrupt.getMessage());
                kept.store().remove(room);
            }
        });
    }

    @Override
    public boolean offer(String room, RoomEvent event) {
        Taken taken = event.isReasonToGuard() ? offerToAny(room, event) : offerToKnown(room, event);
        return taken != Taken.FULL;
    }

    /** Hands an event over to a room that is guarded; nothing happens if it is not. */
    private Taken offerToKnown(String room, RoomEvent event) {
        RoomRunner runner = runners.get(room);
        return runner == null ? Taken.RETIRED : runner.offer(event);
    }

    /** Hands an event over to a room, which is guarded from now on. */
    private Taken offerToAny(String room, RoomEvent event) {
        while (true) {
            Taken taken = offerToKnown(room, event);
            if (taken != Taken.RETIRED) {
                return taken;
            }
            RoomRunner[] added = new RoomRunner[1];
            RoomRunner runner = runners.computeIfAbsent(room, name -> {
                added[0] = new RoomRunner(RoomGuard.of(name, work.rules()), work, kept);
                return added[0];
            });
            if (runner == added[0]) {
                Taken first = runner.offer(event);
                work.leases(room).forEach(said -> runner.offer(new RoomEvent.Observed(said)));
                return first;
            }
        }
    }

    @Override
    public Collection<String> rooms() {
        return List.copyOf(runners.keySet());
    }

    @Override
    public List<RoomGuard> guards() {
        return runners.values().stream().map(RoomRunner::guard).toList();
    }

    @Override
    public Completable idle() {
        return Completable.merge(runners.values().stream().map(RoomRunner::idle).toList());
    }

    @Override
    public void end() {
        sweep.dispose();
        runners.values().forEach(RoomRunner::end);
    }
}
