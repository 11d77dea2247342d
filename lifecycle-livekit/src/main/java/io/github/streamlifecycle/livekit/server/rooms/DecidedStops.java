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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stops that were decided and have not begun. To begin one costs many times what a decision costs, so that when many
 * rooms fall together, those that have decided must not keep the others from it: a few threads begin the stops, in the
 * order of the decisions, and the scheduler's other threads go on deciding. They begin no more than can be sent soon, since a
 * stop that has begun takes kilobytes.
 *
 * <p>A stop that waits here spends nothing of its deadline. One whose host comes back meanwhile begins all the same, and is
 * withdrawn before anything is sent.
 */
final class DecidedStops {
    /** One would keep the pace; the others are for those that block. */
    static final int MOST_THREADS = 4;

    /** How many stops may have begun without being sent: enough to keep any number of calls at once busy. */
    static final int MOST_AHEAD = 1_000;

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

    /** How many have begun and were not sent yet. */
    private int ahead;

    private CompletableSubject begun = CompletableSubject.create();

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
        synchronized (this) {
            if (isIdle()) {
                begun = CompletableSubject.create();
            }
            waiting.add(new Decided(request, whenEnded));
        }
        wake();
    }

    private void wake() {
        Object turn = new Object();
        synchronized (this) {
            if (turns.size() == MOST_THREADS || !mayBegin()) {
                return;
            }
            turns.add(turn);
        }
        try {
            Delays.of(SOON, scheduler).subscribe(() -> run(turn));
        } catch (Throwable refused) { // such as for want of memory for a thread
            log.warn("no thread was found for stops, so they begin on the one at hand", refused);
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
            if (mayBegin()) {
                ahead++;
                return waiting.remove();
            }
            turns.remove(turn);
            if (!isIdle()) {
                return null;
            }
            over = begun;
        }
        over.onComplete();
        return null;
    }

    private void begin(Decided stop) {
        AtomicBoolean unsent = new AtomicBoolean(true);
        Runnable sent = () -> {
            if (unsent.getAndSet(false)) {
                sent();
            }
        };
        try {
            stops.stop(stop.request().telling(number -> sent.run()))
                    .onErrorReturn(error -> new StopReceipt.GaveUp(
                            stop.request().egressId(), LiveKitException.of(error), Tries.NONE, Duration.ZERO))
                    .doFinally(sent::run)
                    .subscribe(stop.whenEnded()::accept);
        } catch (Throwable thrown) { // an Error, which RxJava does not signal
            sent.run();
            throw thrown;
        }
    }

    private void sent() {
        synchronized (this) {
            ahead--;
            if (ahead != MOST_AHEAD / 2) {
                return;
            }
        }
        wake();
    }

    private boolean mayBegin() {
        return ahead < MOST_AHEAD && !waiting.isEmpty();
    }

    private boolean isIdle() {
        return waiting.isEmpty() && turns.isEmpty();
    }

    /** Completes once all stops have begun that were decided by now. */
    synchronized Completable idle() {
        return isIdle() ? Completable.complete() : begun;
    }
}
