package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A task that runs at most once, on whichever Scheduler takes it.
 *
 * <p>Disposing of it prevents the run but never touches one that has begun. A Scheduler's own Disposable would interrupt
 * the thread, and with it a stop action that blocks there.
 */
final class OneShot implements Runnable, Disposable {
    private enum State {
        WAITING,
        BEGUN,
        CANCELLED
    }

    private final Runnable task;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final SerialDisposable scheduled = new SerialDisposable();
    private final SerialDisposable late = new SerialDisposable();

    OneShot(Runnable task) {
        this.task = task;
    }

    /** Schedules the task and returns false if the Scheduler refused it, by an error or by a disposed Disposable. */
    boolean on(Scheduler scheduler, long delayNanos) {
        try {
            Disposable accepted = scheduler.scheduleDirect(this, delayNanos, TimeUnit.NANOSECONDS);
            scheduled.set(accepted);
            return !accepted.isDisposed() || state.get() != State.WAITING;
        } catch (Throwable refusal) {
            Foreign.unheard(refusal);
            return false;
        }
    }

    /** Runs the task on another Scheduler if it still waits after that time and should not. */
    void orElse(BooleanSupplier overdue, Scheduler scheduler, long delayNanos) {
        Runnable check = () -> {
            if (!isDisposed() && overdue.getAsBoolean()) {
                run();
            }
        };
        late.set(scheduler.scheduleDirect(check, delayNanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void run() {
        if (state.compareAndSet(State.WAITING, State.BEGUN)) {
            late.dispose();
            task.run();
        }
    }

    @Override
    public void dispose() {
        if (state.compareAndSet(State.WAITING, State.CANCELLED)) {
            late.dispose();
            Foreign.dispose(scheduled);
        }
    }

    @Override
    public boolean isDisposed() {
        return state.get() != State.WAITING;
    }
}
