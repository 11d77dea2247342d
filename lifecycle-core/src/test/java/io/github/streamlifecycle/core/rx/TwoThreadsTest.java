package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;

/** Ten million levels, with each feed at full speed on a thread of its own. */
class TwoThreadsTest {
    private static final int EVENTS_A_FEED = 5_000_000;
    /** A limit that ten million buffered levels would exceed tenfold. */
    private static final long KEPT_BYTES = 20L << 20;

    private final PublishProcessor<Boolean> hosting = PublishProcessor.create();
    private final PublishProcessor<Boolean> streaming = PublishProcessor.create();
    private final Tally tally = new Tally();

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    @Tag("P6")
    @Tag("P7")
    void noEdgeIsLost() {
        Exception refused = new Exception("refused");
        AutoStop.when(hosting, streaming)
                .stopWith(() -> Completable.error(refused)) // armed again at once: every fall is a stop
                .subscribe(tally);
        streaming.onNext(true);

        long kept = keptBytesOf(() -> toggle(hosting), () -> {
            for (int i = 0; i < EVENTS_A_FEED; i++) {
                streaming.onNext(true);
            }
        });

        tally.assertReceived(EVENTS_A_FEED / 2);
        assertThat(kept).isLessThan(KEPT_BYTES);
    }

    @Test
    @Tag("P2")
    @Tag("P6")
    void noSessionIsStoppedTwice() {
        AutoStop.when(hosting, streaming).stopWith(Completable::complete).subscribe(tally);

        long kept = keptBytesOf(() -> toggle(hosting), () -> toggle(streaming));

        long stops = tally.received.get();
        assertThat(stops).isBetween(1L, EVENTS_A_FEED / 2L);
        assertThat(kept).isLessThan(KEPT_BYTES);
        streaming.onNext(true); // and the machine is as good as new
        hosting.onNext(true);
        hosting.onNext(false);
        tally.assertReceived(stops + 1);
    }

    private static void toggle(PublishProcessor<Boolean> feed) {
        for (int i = 0; i < EVENTS_A_FEED / 2; i++) {
            feed.onNext(true);
            feed.onNext(false);
        }
    }

    /** Runs both tasks at once and returns the growth of the heap in bytes. */
    private static long keptBytesOf(Runnable first, Runnable second) {
        long before = usedHeap();
        CountDownLatch start = new CountDownLatch(2);
        Thread other = new Thread(() -> together(start, second), "second feed");
        other.start();
        together(start, first);
        try {
            other.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return usedHeap() - before;
    }

    private static void together(CountDownLatch start, Runnable task) {
        start.countDown();
        try {
            start.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        task.run();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A subscriber that counts receipts and keeps none. */
    private static final class Tally implements FlowableSubscriber<Receipt> {
        final AtomicLong received = new AtomicLong();
        private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
        private volatile boolean completed;

        void assertReceived(long expected) {
            assertThat(received).hasValue(expected);
            assertThat(error).hasNullValue();
            assertThat(completed).isFalse();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Receipt receipt) {
            received.incrementAndGet();
        }

        @Override
        public void onError(Throwable failure) {
            error.set(failure);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
