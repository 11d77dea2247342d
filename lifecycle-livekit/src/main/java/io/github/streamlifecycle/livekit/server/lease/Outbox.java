package io.github.streamlifecycle.livekit.server.lease;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener, in the order in which things were added and one at a time, on the threads of those who
 * {@link #drain}. What the listener throws hurts nobody; while it blocks, others add and go on, and the oldest is lost
 * where more than {@value #MOST} wait.
 */
final class Outbox<T> {
    static final int MOST = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Consumer<? super T> listener;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger drains = new AtomicInteger();

    Outbox(Consumer<? super T> listener) {
        this.listener = listener;
    }

    /** Adds something without telling it yet, so that it may be called under a lock. */
    void add(T item) {
        waiting.add(item);
        if (size.incrementAndGet() > MOST && waiting.poll() != null) {
            size.decrementAndGet();
        }
    }

    /** Tells what waits, unless another thread, or a caller further up on this one, is doing so. */
    void drain() {
        if (drains.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            T item = waiting.poll();
            while (item != null) {
                size.decrementAndGet();
                tell(item);
                item = waiting.poll();
            }
            seen = drains.addAndGet(-seen);
        } while (seen != 0);
    }

    private void tell(T item) {
        try {
            listener.accept(item);
        } catch (Throwable thrown) {
            LOG.warn(
                    "A listener failed on {}: {}",
                    item.getClass().getSimpleName(),
                    thrown.getClass().getName());
        }
    }
}
