package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Scheduler at its worst: a task runs even after it was disposed of, as if it had already begun. */
final class LateScheduler extends Scheduler {
    private record Task(Runnable run, Disposable disposable) {}

    private final List<Task> tasks = new ArrayList<>();

    void run(int index) {
        tasks.get(index).run().run();
    }

    void runAll() {
        List.copyOf(tasks).forEach(task -> task.run().run());
    }

    List<Boolean> disposed() {
        return tasks.stream().map(task -> task.disposable().isDisposed()).toList();
    }

    @Override
    public Disposable scheduleDirect(Runnable run, long delay, TimeUnit unit) {
        Task task = new Task(run, Disposable.empty());
        tasks.add(task);
        return task.disposable();
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("only delayed single tasks are expected");
    }
}
