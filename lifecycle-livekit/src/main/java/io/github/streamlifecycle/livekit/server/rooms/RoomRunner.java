package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the guard of one room: events one after the other, on whichever thread of the scheduler is free, and effects as they
 * are asked for, stops first.
 */
final class RoomRunner {
    /** How many events of others may wait; a room whose rule blocks must not take all memory. */
    static final int MOST_WAITING = 10_000;

    private static final Logger log = LoggerFactory.getLogger(RoomRunner.class);

    private final RoomWork work;
    private final RoomEffects effects;
    private final Kept kept;
    private volatile RoomGuard guard;
    /** All below is guarded by this. */
    private final Queue<RoomEvent> waiting = new ArrayDeque<>();

    /** The run that acts on what waits; null if nothing does. */
    private @Nullable CompletableSubject running;

    private boolean retired;

    /**
     * What is kept of runners.
     *
     * @param store the writer of the store
     * @param scheduler the threads on which runners act
     * @param retired told of a runner that has nothing to remember any more
     */
    record Kept(StoreWriter store, Scheduler scheduler, Consumer<RoomRunner> retired) {}

    RoomRunner(RoomGuard guard, RoomWork work, Kept kept) {
        this.guard = guard;
        this.work = work;
        this.kept = kept;
        this.effects = work.effects(this::guard, this::offer);
    }

    RoomGuard guard() {
        return guard;
    }

    /** The result of handing an event over. */
    enum Taken {
        /** It will be acted on. */
        YES,
        /** Too many wait already. */
        FULL,
        /** The guard was dropped, since it had nothing to remember; another one has to take it. */
        RETIRED
    }

    /** Hands an event over. It is acted on later, after those that were handed over before. */
    Taken offer(RoomEvent event) {
        CompletableSubject run;
        synchronized (this) {
            if (retired) {
                return Taken.RETIRED;
            }
            if (waiting.size() >= MOST_WAITING && !isOwn(event)) {
                return Taken.FULL;
            }
            waiting.add(event);
            if (running != null) {
                return Taken.YES;
            }
            run = CompletableSubject.create();
            running = run;
        }
        begin(run);
        return Taken.YES;
    }

    private void begin(CompletableSubject run) {
        try {
            kept.scheduler().scheduleDirect(() -> run(run));
        } catch (Throwable refused) { // such as for want of memory for a thread
            log.error("room {} found no thread, and acts with its next event", guard.room(), refused);
            synchronized (this) {
                running = running == run ? null : running;
            }
            run.onComplete();
        }
    }

    /** These come once for each thing that was asked for, and nobody says them again. */
    private static boolean isOwn(RoomEvent event) {
        return event instanceof RoomEvent.StopEnded
                || event instanceof RoomEvent.TimeCame
                || event instanceof RoomEvent.Restored;
    }

    private void run(CompletableSubject run) {
        for (RoomEvent next = take(run); next != null; next = take(run)) {
            try {
                act(next);
            } catch (Throwable thrown) {
                log.error(
                        "room {} could not act on {}",
                        guard.room(),
                        next.getClass().getSimpleName(),
                        thrown);
            }
        }
    }

    private @Nullable RoomEvent take(CompletableSubject run) {
        synchronized (this) {
            if (running != run) {
                return null;
            }
            RoomEvent next = waiting.poll();
            if (next != null) {
                return next;
            }
            running = null;
            if (guard.isEmpty()) {
                retire();
            }
        }
        run.onComplete();
        return null;
    }

    /** Completes once all was acted on that was handed over by now. */
    synchronized Completable idle() {
        return running == null ? Completable.complete() : running;
    }

    private void retire() {
        retired = true;
        end();
        // before another runner of this room can store its own
        kept.store().remove(guard.room());
        kept.retired().accept(this);
    }

    private void act(RoomEvent event) {
        RoomGuard before = guard;
        RoomGuard.Step step = before.on(event, work.clock().millis());
        guard = step.next();
        effects.carryOut(step.effects());
        if (step.next().differsFrom(before)) {
            kept.store().put(before.room(), step.next()::toBytes);
        }
    }

    /** Ends sources and timers. Events are still taken, but nothing brings them about. */
    void end() {
        effects.close();
    }
}
