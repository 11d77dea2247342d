package io.github.streamlifecycle.livekit.threads;

import io.github.streamlifecycle.core.rx.AutoStop;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Scheduler of the caller's that is used as it is for as long as it works. A task that it refuses, by an error or by a
 * dead Disposable, goes to another one. So does a task that it took and dropped, as an executor does when it is shut down
 * at once: it runs a second late. A clock that fails goes on with the time that the library measures.
 */
public final class SteadyScheduler extends Scheduler {
    private static final Logger log = LoggerFactory.getLogger(SteadyScheduler.class);
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Scheduler chosen;
    private final Scheduler other;
    /** By how much the clock of the chosen Scheduler is ahead of our own. */
    private volatile long aheadNanos;

    private final AtomicBoolean warned = new AtomicBoolean();

    private SteadyScheduler(Scheduler chosen, Scheduler other) {
        this.chosen = chosen;
        this.other = other;
    }

    /**
     * Returns a Scheduler whose tasks go to the library's timers if they have to.
     *
     * @param chosen the Scheduler that the caller chose
     * @return a Scheduler for the guard
     */
    public static Scheduler of(Scheduler chosen) {
        boolean steady = chosen instanceof SteadyScheduler || chosen == AutoStop.defaultScheduler();
        return steady ? chosen : insteadOf(chosen, AutoStop.defaultScheduler());
    }

    static Scheduler insteadOf(Scheduler chosen, Scheduler other) {
        return new SteadyScheduler(chosen, other);
    }

    @Override
    public long now(TimeUnit unit) {
        long own = System.nanoTime();
        try {
            long now = chosen.now(unit);
            aheadNanos = unit.toNanos(now) - own;
            return now;
        } catch (Throwable failed) {
            if (warned.compareAndSet(false, true)) {
                log.warn("the clock of {} failed", chosen, failed);
            }
            return unit.convert(own + aheadNanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
        Once once = new Once(task);
        long nanos = unit.toNanos(delay);
        long begun = nanos > 0 ? now(TimeUnit.NANOSECONDS) : 0;
        if (!once.takenBy(() -> chosen.scheduleDirect(once, delay, unit))) {
            once.takenBy(() -> other.scheduleDirect(once, delay, unit));
        } else if (nanos > 0) {
            once.also(other.scheduleDirect(
                    () -> runIfDropped(once, begun, nanos), nanos + LATE_NANOS, TimeUnit.NANOSECONDS));
        }
        return once;
    }

    /** A clock that is behind does not keep real time, as that of a test, and its tasks are not late. */
    private void runIfDropped(Once once, long begun, long nanos) {
        if (!once.isDisposed() && now(TimeUnit.NANOSECONDS) - begun >= nanos) {
            once.run();
        }
    }

    @Override
    public Worker createWorker() {
        return new SteadyWorker(worker(chosen), other.createWorker());
    }

    private @Nullable Worker worker(Scheduler scheduler) {
        try {
            return scheduler.createWorker();
        } catch (Throwable failed) {
            log.warn("{} has no worker", chosen, failed);
            return null;
        }
    }

    /** A worker whose tasks go to another one if the first refuses them. */
    private final class SteadyWorker extends Worker {
        private final @Nullable Worker worker;
        private final Worker instead;
        private volatile boolean disposed;

        SteadyWorker(@Nullable Worker worker, Worker instead) {
            this.worker = worker;
            this.instead = instead;
        }

        @Override
        public long now(TimeUnit unit) {
            return SteadyScheduler.this.now(unit);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            if (disposed) {
                return Disposable.disposed();
            }
            Once once = new Once(task);
            Worker first = worker;
            if (first == null || !once.takenBy(() -> first.schedule(once, delay, unit))) {
                once.takenBy(() -> instead.schedule(once, delay, unit));
            }
            return once;
        }

        @Override
        public void dispose() {
            disposed = true;
            instead.dispose();
            Worker first = worker;
            if (first != null) {
                first.dispose();
            }
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }

    /** A task that runs once, on whichever Scheduler takes it, and never after it was disposed of. */
    private static final class Once implements Runnable, Disposable {
        private enum State {
            WAITING,
            BEGUN,
            OVER
        }

        private final Runnable task;
        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
        private final CompositeDisposable scheduled = new CompositeDisposable();

        Once(Runnable task) {
            this.task = task;
        }

        /** Returns false if the task was refused. */
        boolean takenBy(Supplier<Disposable> scheduler) {
            try {
                Disposable accepted = scheduler.get();
                also(accepted);
                return !accepted.isDisposed() || state.get() != State.WAITING;
            } catch (Throwable refused) {
                log.warn("a Scheduler refused a task, another one takes it", refused);
                return state.get() != State.WAITING;
            }
        }

        void also(Disposable timer) {
            scheduled.add(timer);
            if (state.get() == State.OVER) {
                scheduled.dispose();
            }
        }

        @Override
        public void run() {
            if (state.compareAndSet(State.WAITING, State.BEGUN)) {
                try {
                    task.run();
                } finally {
                    state.set(State.OVER);
                    scheduled.dispose();
                }
            }
        }

        @Override
        public void dispose() {
            if (state.compareAndSet(State.WAITING, State.OVER)) {
                scheduled.dispose();
            }
        }

        @Override
        public boolean isDisposed() {
            return state.get() == State.OVER;
        }
    }
}
