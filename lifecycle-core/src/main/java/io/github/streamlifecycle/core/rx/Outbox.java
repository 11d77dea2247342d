package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.FlowableEmitter;
import io.reactivex.rxjava3.exceptions.CompositeException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The receipts on their way to the subscriber, in the order in which the stops ended.
 *
 * <p>Putting a receipt in and delivering it are two steps, so that a stop that has to be repeated is under way before
 * anybody hears of the first one. One thread at a time delivers; another one leaves its receipts to that thread and does
 * not wait for a subscriber that blocks.
 */
final class Outbox {
    private enum End {
        END
    }

    private final FlowableEmitter<Receipt> subscriber;
    private final Queue<Object> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

    Outbox(FlowableEmitter<Receipt> subscriber) {
        this.subscriber = subscriber;
    }

    void put(Receipt receipt) {
        waiting.add(receipt);
    }

    /** Keeps the error of a feed for the end. */
    void keep(Throwable feedError) {
        error.updateAndGet(first -> first == null ? feedError : new CompositeException(first, feedError));
    }

    void putEnd() {
        waiting.add(End.END);
    }

    void deliver() {
        if (requests.getAndIncrement() == 0) {
            int served = 1;
            do {
                Object next = waiting.poll();
                while (next != null) {
                    hand(next);
                    next = waiting.poll();
                }
                served = requests.addAndGet(-served);
            } while (served != 0);
        }
    }

    private void hand(Object next) {
        if (next instanceof Receipt receipt) {
            boolean heard = !subscriber.isCancelled();
            if (heard) {
                subscriber.onNext(receipt);
            }
            reportError(receipt, heard);
        } else {
            handEnd(error.get());
        }
    }

    private void handEnd(@Nullable Throwable failure) {
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    /** Errors that nobody heard, and those that concern the whole process, also go to RxJava's plugins. */
    private static void reportError(Receipt receipt, boolean heard) {
        if (receipt instanceof Receipt.Failed failed && (!heard || failed.error() instanceof VirtualMachineError)) {
            Foreign.unheard(failed.error());
        } else if (receipt instanceof Receipt.TimedOut timedOut && !heard) {
            Foreign.unheard(new TimeoutException("the stop did not end within " + timedOut.after()));
        }
    }
}
