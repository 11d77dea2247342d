package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The subscriptions to both feeds and the grace timer, which are given up together.
 *
 * <p>A stop action runs on the thread of whatever saw the fall. Cancelling a feed can interrupt its thread, and an
 * action that blocks there would be cut off. So subscriptions are not cancelled while an action is being called: the
 * last call to return does it. All methods are thread-safe.
 */
final class FeedSubscriptions {
    private static final int CLOSED = Integer.MIN_VALUE;

    final CompositeDisposable streaming = new CompositeDisposable();
    final CompositeDisposable hosting = new CompositeDisposable();
    final SerialDisposable grace = new SerialDisposable();

    /** The number of calls, and the sign bit once closed. */
    private final AtomicInteger calls = new AtomicInteger();

    /** Postpones cancellation until {@link #leave}, unless it has begun: then this returns false. */
    boolean enter() {
        return calls.getAndUpdate(now -> now < 0 ? now : now + 1) >= 0;
    }

    void leave() {
        if (calls.decrementAndGet() == CLOSED) {
            cancel();
        }
    }

    void close() {
        if (calls.getAndUpdate(now -> now | CLOSED) == 0) {
            cancel();
        }
    }

    boolean isClosed() {
        return calls.get() < 0;
    }

    private void cancel() {
        Foreign.dispose(grace);
        Foreign.dispose(hosting);
        Foreign.dispose(streaming);
    }
}
