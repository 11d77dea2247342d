package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.Completable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A stop action that blocks its thread until the test releases it, and notices an interrupt. */
final class BlockingStop {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final AtomicInteger calls = new AtomicInteger();

    Completable action() {
        return Completable.fromAction(this::run);
    }

    private void run() {
        calls.incrementAndGet();
        begun.countDown();
        try {
            end.complete(released.await(60, TimeUnit.SECONDS) ? "finished" : "never released");
        } catch (InterruptedException interrupted) {
            end.complete("interrupted");
        }
    }

    BlockingStop awaitBegin() throws Exception {
        if (!begun.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the stop action was not called");
        }
        return this;
    }

    void release() {
        released.countDown();
    }

    /** Returns "finished", or what cut the action off. */
    String awaitEnd() throws Exception {
        return end.get(60, TimeUnit.SECONDS);
    }

    int calls() {
        return calls.get();
    }
}
