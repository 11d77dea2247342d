package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One stop from its decision to its receipt. It ends exactly once, whatever the action does: complete twice, fail after
 * that, throw an {@link Error}, never return.
 *
 * <p>RxJava's operators rethrow a {@link LinkageError} or {@link VirtualMachineError} instead of signalling it, so
 * the action is called without any operator in between.
 */
final class StopInFlight implements PendingStop, CompletableObserver, SingleObserver<PendingStop.Result>, Disposable {
    /** The step that decided this stop; late answers are recognised by it. */
    final long step;

    private final StopRunner runner;
    private final StopReason reason;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final SerialDisposable action = new SerialDisposable();
    private final SerialDisposable timeout = new SerialDisposable();

    private volatile @Nullable Thread starter;

    StopInFlight(StopRunner runner, long step, StopReason reason) {
        this.runner = runner;
        this.step = step;
        this.reason = reason;
    }

    void start(StopAction called) {
        if (!ended.get()) {
            starter = Thread.currentThread();
            try {
                called.subscribe(this);
            } catch (Throwable error) {
                onError(error);
            } finally {
                starter = null;
            }
        }
    }

    /** Tests whether the present thread is calling the action. */
    boolean isStartingHere() {
        return starter == Thread.currentThread();
    }

    void timeOutAfter(Duration limit, GuardClock clock) {
        OneShot timer = new OneShot(() -> timedOut(limit));
        timeout.set(timer);
        clock.schedule(timer, limit);
    }

    @Override
    public StopReason reason() {
        return reason;
    }

    @Override
    public boolean isHostBack() {
        return runner.isHostUp();
    }

    @Override
    public void onSubscribe(Disposable subscription) {
        action.set(subscription);
    }

    @Override
    public void onComplete() {
        end(new Receipt.Stopped(reason));
    }

    @Override
    public void onSuccess(@Nullable Result result) {
        if (result == null) {
            onError(new NullPointerException("the result of the stop action is null"));
        } else {
            end(result == Result.WITHDRAWN ? new Receipt.Withdrawn(reason) : new Receipt.Stopped(reason));
        }
    }

    @Override
    public void onError(Throwable error) {
        if (!end(new Receipt.Failed(reason, error))) {
            Foreign.unheard(error);
        }
    }

    private boolean end(Receipt receipt) {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            Foreign.dispose(timeout);
            runner.ended(this, receipt);
        }
        return first;
    }

    private void timedOut(Duration limit) {
        if (end(new Receipt.TimedOut(reason, limit))) {
            Foreign.dispose(action);
        }
    }

    /** Abandons the action without a receipt, unless the stop has ended. */
    @Override
    public void dispose() {
        if (ended.compareAndSet(false, true)) {
            Foreign.dispose(timeout);
            Foreign.dispose(action);
        }
    }

    @Override
    public boolean isDisposed() {
        return ended.get();
    }
}
