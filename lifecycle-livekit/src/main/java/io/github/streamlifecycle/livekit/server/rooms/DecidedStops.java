package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.calls.ForeignCode;
import io.github.streamlifecycle.livekit.stop.EgressStops;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stops that were decided and have not begun. To begin one costs many times what a decision costs, so that when many
 * rooms fall together, those that have decided must not keep the others from it: a few threads begin the stops, in the
 * order of the decisions, and the scheduler's other threads go on deciding.
 *
 * <p>A stop that waits here spends nothing of its deadline. One whose host comes back meanwhile begins all the same, and is
 * withdrawn before anything is sent.
 */
final class DecidedStops {
    /** One would keep the pace; the others are for those that block. */
    static final int MOST_THREADS = 4;

    /** A scheduler that takes a task and drops it is noticed only if the task has a delay. */
    private static final Duration SOON = Duration.ofNanos(1);

    private static final Logger log = LoggerFactory.getLogger(DecidedStops.class);

    private record Decided(StopRequest request, Consumer<StopReceipt> whenEnded) {}

    private final EgressStops stops;
    private final Scheduler scheduler;
    /** All below is guarded by this. */
    private final Queue<Decided> waiting = new ArrayDeque<>();

    /** One for each thread that begins stops, or will; no longer there once its thread has found nothing to do. */
    private final Set<Object> turns = new HashSet<>();

    private CompletableSubject idle = CompletableSubject.create();

    DecidedStops(EgressStops stops, Scheduler scheduler) {
        this.stops = stops;
        this.scheduler = scheduler;
    }

    /**
     * Takes in a stop, which begins later.
     *
     * @param whenEnded told the receipt, once
     */
    void add(StopRequest request, Consumer<StopReceipt> whenEnded) {
        Object turn = new Object();
        synchronized (this) {
            waiting.add(new Decided(request, whenEnded));
            if (turns.size() == MOST_THREADS) {
                return;
            }
            if (turns.isEmpty()) {
                idle = CompletableSubject.create();
            }
            turns.add(turn);
        }
        try {
            Delays.of(SOON, scheduler).subscribe(() -> run(turn));
        } catch (Throwable refused) { // such as for want of memory for a thread
            log.warn("the stop of {} found no thread, and begins on that of its decision", request.egressId(), refused);
            run(turn);
        }
    }

    private void run(Object turn) {
        for (Decided next = take(turn); next != null; next = take(turn)) {
            Decided stop = next;
            ForeignCode.run("a stop", () -> begin(stop));
        }
    }

    private @Nullable Decided take(Object turn) {
        CompletableSubject over;
        synchronized (this) {
            Decided next = waiting.poll();
            if (next != null) {
                return next;
            }
            if (!turns.remove(turn) || !turns.isEmpty()) {
                return null;
            }
            over = idle;
        }
        over.onComplete();
        return null;
    }

    private void begin(Decided stop) {
        stops.stop(stop.request())
                .onErrorReturn(error -> new StopReceipt.GaveUp(
                        stop.request().egressId(), LiveKitException.of(error), Tries.NONE, Duration.ZERO))
                .subscribe(stop.whenEnded()::accept);
    }

    /** Completes once all stops have begun that were decided by now. */
    synchronized Completable idle() {
        return turns.isEmpty() ? Completable.complete() : idle;
    }
}
