package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;

/** The timers of one process: they read the clock of the world, and nothing happens any more once it has crashed. */
final class ProcessTime extends Scheduler {
    private final Agenda agenda;
    private boolean alive = true;

    ProcessTime(Agenda agenda) {
        this.agenda = agenda;
    }

    void crash() {
        alive = false;
    }

    boolean isAlive() {
        return alive;
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(agenda.nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable scheduleDirect(Runnable task) {
        return scheduleDirect(task, 0, TimeUnit.NANOSECONDS);
    }

    /** A task of a process that is gone is taken and never run, as by a thread that was killed. */
    @Override
    public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
        Task scheduled = new Task(task);
        if (alive) {
            scheduled.entry = agenda.afterNanos(unit.toNanos(delay), scheduled);
        }
        return scheduled;
    }

    @Override
    public Worker createWorker() {
        return new Worker() {
            private boolean disposed;

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                return scheduleDirect(
                        () -> {
                            if (!disposed) {
                                task.run();
                            }
                        },
                        delay,
                        unit);
            }

            @Override
            public long now(TimeUnit unit) {
                return ProcessTime.this.now(unit);
            }

            @Override
            public void dispose() {
                disposed = true;
            }

            @Override
            public boolean isDisposed() {
                return disposed;
            }
        };
    }

    private final class Task implements Runnable, Disposable {
        private final Runnable task;
        private Agenda.Entry entry;
        private boolean over;

        Task(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!over && alive) {
                over = true;
                task.run();
            }
        }

        @Override
        public void dispose() {
            over = true;
            if (entry != null) {
                entry.cancel();
            }
        }

        @Override
        public boolean isDisposed() {
            return over;
        }
    }
}
