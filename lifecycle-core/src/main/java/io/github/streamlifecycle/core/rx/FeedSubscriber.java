package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.exceptions.Exceptions;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subscribers.DisposableSubscriber;

/**
 * The subscriber of one feed, in a container from before its first signal until its last. RxJava has an overload of
 * {@code subscribe} for that since 3.1 only, and applications with an older one are served too.
 */
final class FeedSubscriber<T> extends DisposableSubscriber<T> {
    private final CompositeDisposable container;
    private final Consumer<? super T> level;
    private final java.util.function.Consumer<? super Throwable> error;
    private final Runnable end;
    private boolean ended;

    FeedSubscriber(
            CompositeDisposable container,
            Consumer<? super T> level,
            java.util.function.Consumer<? super Throwable> error,
            Runnable end) {
        this.container = container;
        this.level = level;
        this.error = error;
        this.end = end;
        container.add(this);
    }

    @Override
    public void onNext(T value) {
        if (isOver()) {
            return;
        }
        try {
            level.accept(value);
        } catch (Throwable thrown) {
            Exceptions.throwIfFatal(thrown);
            cancel();
            finish(() -> error.accept(thrown));
        }
    }

    @Override
    public void onError(Throwable thrown) {
        if (isOver()) {
            RxJavaPlugins.onError(thrown);
        } else {
            finish(() -> error.accept(thrown));
        }
    }

    @Override
    public void onComplete() {
        if (!isOver()) {
            finish(end);
        }
    }

    private boolean isOver() {
        return ended || isDisposed();
    }

    /** Leaves the container first: what follows may dispose of all that is in it. */
    private void finish(Runnable last) {
        ended = true;
        container.delete(this);
        last.run();
    }
}
