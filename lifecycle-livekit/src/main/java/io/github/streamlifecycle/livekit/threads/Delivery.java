package io.github.streamlifecycle.livekit.threads;

import io.reactivex.rxjava3.core.BackpressureOverflowStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Action;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hand-over of events and results to other people's code, which may block, throw or call back.
 *
 * <p>Each subscriber is called serially, on a daemon thread of the library, and never on the thread that decides. Other
 * subscribers are given other threads while one blocks. A subscriber that falls behind has up to {@value #BACKLOG} events
 * kept for it; beyond that its oldest ones are dropped.
 */
public final class Delivery {
    /** The number of events that are kept for a subscriber that falls behind. */
    public static final int BACKLOG = 4_096;

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final Scheduler scheduler;
    private final Pending pending;

    private Delivery(Scheduler scheduler, Pending pending) {
        this.scheduler = scheduler;
        this.pending = pending;
    }

    /**
     * Returns a delivery on daemon threads of its own: a few, and more while subscribers block.
     *
     * @return the delivery
     */
    public static Delivery onDaemonThreads() {
        Pending pending = new Pending();
        DeliveryThreads threads = new DeliveryThreads();
        return new Delivery(Schedulers.from(task -> threads.execute(pending.counted(task))), pending);
    }

    /**
     * Returns a delivery on a Scheduler of the caller's, whose threads then answer for what subscribers do. If it refuses
     * a task, as an executor does after its shutdown, daemon threads of the library take over.
     *
     * @param scheduler the Scheduler, used for as long as it works
     * @return the delivery
     */
    public static Delivery on(Scheduler scheduler) {
        DeliveryThreads threads = new DeliveryThreads();
        return new Delivery(SteadyScheduler.insteadOf(scheduler, Schedulers.from(threads)), new Pending());
    }

    /**
     * Returns a source whose signals are delivered to each subscriber on these threads.
     *
     * @param source the source, which may signal on the thread that decides
     * @param <T> the type of its events
     * @return the source to hand out
     */
    public <T> Flowable<T> of(Flowable<T> source) {
        return Flowable.defer(
                () -> source.onBackpressureBuffer(BACKLOG, warningOnce(), BackpressureOverflowStrategy.DROP_OLDEST)
                        .observeOn(scheduler, true));
    }

    private static Action warningOnce() {
        AtomicBoolean warned = new AtomicBoolean();
        return () -> {
            if (warned.compareAndSet(false, true)) {
                log.warn("a subscriber falls behind by more than {} events: it loses the oldest ones", BACKLOG);
            }
        };
    }

    /**
     * Returns a source whose signals are delivered to each subscriber on these threads.
     *
     * @param source the source, which may signal on the thread that decides
     * @param <T> the type of its result
     * @return the source to hand out
     */
    public <T> Single<T> of(Single<T> source) {
        return source.observeOn(scheduler);
    }

    /**
     * Waits until every subscriber has handled all that it was sent, apart from the one that calls this.
     *
     * @param limit the longest wait
     */
    public void awaitIdle(Duration limit) {
        int own = DeliveryThreads.isCurrent() ? 1 : 0;
        Waits.until(pending.atMost(own), limit);
    }

    /** The number of tasks that were submitted and have not ended. */
    private static final class Pending {
        private final FlowableProcessor<Integer> counts =
                BehaviorProcessor.createDefault(0).toSerialized();
        private int count;

        Runnable counted(Runnable task) {
            change(1);
            return () -> {
                try {
                    task.run();
                } finally {
                    change(-1);
                }
            };
        }

        private synchronized void change(int by) {
            count += by;
            counts.onNext(count);
        }

        Completable atMost(int tasks) {
            return counts.onBackpressureLatest()
                    .filter(now -> now <= tasks)
                    .firstElement()
                    .ignoreElement();
        }
    }
}
