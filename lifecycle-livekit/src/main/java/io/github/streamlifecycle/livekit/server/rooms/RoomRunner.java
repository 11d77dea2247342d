package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.calls.ForeignCode;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.guard.Effect;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
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

    private final RunnerParts parts;
    private final RoomSources sources;
    private final SerialDisposable timer = new SerialDisposable();
    private volatile RoomGuard guard;
    /** All below is guarded by this. */
    private final Queue<RoomEvent> waiting = new ArrayDeque<>();

    /** The run that acts on what waits; null if nothing does. */
    private @Nullable CompletableSubject running;

    private boolean retired;

    RoomRunner(RoomGuard guard, RunnerParts parts) {
        this.guard = guard;
        this.parts = parts;
        this.sources = new RoomSources(this, parts);
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
            parts.scheduler().scheduleDirect(() -> run(run));
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

    void observed(Observation observation) {
        if (observation.origin().room().name().equals(guard.room())) {
            offer(new RoomEvent.Observed(observation));
        }
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
        parts.store().remove(guard.room());
        parts.retired().accept(this);
    }

    private void act(RoomEvent event) {
        RoomGuard before = guard;
        RoomGuard.Step step = before.on(event, parts.clock().millis());
        guard = step.next();
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Stop stop) {
                ForeignCode.run("a stop", () -> stop(stop.egressId()));
            }
        }
        for (Effect effect : step.effects()) {
            ForeignCode.run("an effect", () -> carryOut(effect));
        }
        if (step.next().differsFrom(before)) {
            parts.store().put(before.room(), step.next()::toBytes);
        }
    }

    private void stop(String egressId) {
        if (parts.isClosed().getAsBoolean()) {
            return;
        }
        StopRequest request = StopRequest.of(egressId)
                .within(StopRequest.DEADLINE, parts.scheduler())
                .unless(() -> !guard.isStopWanted(egressId));
        parts.stops().add(request, receipt -> offer(new RoomEvent.StopEnded(egressId, receipt)));
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.WaitUntil wait) {
            Duration delay = Duration.ofMillis(
                    Math.max(0, wait.atMillis() - parts.clock().millis()));
            timer.set(Delays.of(delay, parts.scheduler()).subscribe(() -> offer(new RoomEvent.TimeCame())));
        } else if (effect instanceof Effect.Watch) {
            sources.begin();
        } else if (effect instanceof Effect.StopWatching) {
            sources.end();
        } else if (effect instanceof Effect.Read) {
            sources.read();
        } else if (effect instanceof Effect.Tell tell) {
            parts.events().accept(tell.event());
        }
    }

    /** Ends sources and timers. Events are still taken, but nothing brings them about. */
    void end() {
        timer.dispose();
        sources.close();
    }
}
