package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.calls.EgressCalls;
import io.github.streamlifecycle.livekit.calls.ForeignCode;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/**
 * One stop of one egress and the callers that share it. It goes on for as long as it has a caller: each of them waits no
 * longer than its own deadline, and gets the receipt if the stop ends before. Callers that lose interest in the result
 * change nothing.
 */
final class SharedStop implements ConfirmedStop.Callers {
    /** One caller and its receipt. */
    private final class Caller {
        private final StopRequest request;
        private final SingleSubject<StopReceipt> receipt = SingleSubject.create();
        private final CompositeDisposable deadline = new CompositeDisposable();
        private final long since;

        Caller(StopRequest request) {
            this.request = request;
            this.since = request.scheduler().now(TimeUnit.NANOSECONDS);
        }

        void begin() {
            deadline.add(Delays.of(request.deadline(), request.scheduler()).subscribe(() -> leave(this)));
        }

        /** The host may be back since the last try; an egress that was told to end ends all the same. */
        StopReceipt atDeadline() {
            Duration took = Duration.ofNanos(Math.max(0, request.scheduler().now(TimeUnit.NANOSECONDS) - since));
            StopCourse course = work.course();
            return !course.isAccepted() && !request.isWanted() ? course.hostReturned(took) : course.gaveUp(took);
        }

        void end(StopReceipt ended) {
            deadline.dispose();
            ForeignCode.run("a subscriber to the receipt of a stop", () -> receipt.onSuccess(ended));
        }
    }

    private final ConfirmedStop work;
    private final IntSupplier stopsInFlight;
    private final BiConsumer<SharedStop, StopReceipt> whenOver;
    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompositeDisposable working = new CompositeDisposable();
    private final CompletableSubject ended = CompletableSubject.create();
    /** Guarded by this, as are changes of the callers. */
    private boolean over;

    /**
     * Creates a stop that nobody shares yet.
     *
     * @param whenOver told once, before the callers are: from then on nobody can join
     */
    SharedStop(
            StopRequest first,
            EgressCalls calls,
            IntSupplier stopsInFlight,
            BiConsumer<SharedStop, StopReceipt> whenOver) {
        this.stopsInFlight = stopsInFlight;
        this.whenOver = whenOver;
        this.work = new ConfirmedStop(first.egressId(), calls, first.scheduler(), this);
    }

    /** Adds a caller and returns its receipt; empty if this stop is over. The first caller sets the stop going. */
    Optional<Single<StopReceipt>> join(StopRequest request) {
        Caller caller = new Caller(request);
        synchronized (this) {
            if (over) {
                return Optional.empty();
            }
            callers.add(caller);
        }
        caller.begin();
        if (begun.compareAndSet(false, true)) {
            working.add(work.run().subscribe(this::end));
        }
        return Optional.of(caller.receipt);
    }

    private void end(StopReceipt receipt) {
        List<Caller> all;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            all = List.copyOf(callers);
        }
        whenOver.accept(this, receipt);
        all.forEach(caller -> caller.end(receipt));
        ended.onComplete();
    }

    private void leave(Caller caller) {
        StopReceipt receipt = caller.atDeadline();
        boolean last;
        synchronized (this) {
            if (over || !callers.remove(caller)) {
                return;
            }
            last = callers.isEmpty();
            over = last;
        }
        if (last) {
            working.dispose();
            whenOver.accept(this, receipt);
        }
        caller.end(receipt);
        if (last) {
            ended.onComplete();
        }
    }

    /** Completes once this stop is over and its callers were told. */
    Completable ended() {
        return ended;
    }

    @Override
    public boolean isWanted() {
        return callers.stream().anyMatch(caller -> caller.request.isWanted());
    }

    @Override
    public void tellSent(int number) {
        callers.forEach(caller -> caller.request.tellSent(number));
    }

    @Override
    public int stopsInFlight() {
        return stopsInFlight.getAsInt();
    }
}
