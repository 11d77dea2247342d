package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/**
 * Stops a stream when its host's publish falls.
 *
 * <pre>{@code
 * Disposable guard = AutoStop.when(hosting, streaming)
 *         .grace(Duration.ofSeconds(5))
 *         .stopWith(() -> api.stopStream())
 *         .subscribe(receipt -> log.info("{}", receipt));
 * }</pre>
 *
 * <p>An AutoStop is an immutable description; each method returns a new one, and nothing happens before the result of
 * {@link #stopWith} or {@link #stops} is subscribed to. Each subscription subscribes to both feeds (streaming first)
 * and has a machine, a grace timer and stops of its own.
 *
 * <dl>
 *   <dt><b>Backpressure:</b>
 *   <dd>Both feeds are consumed in an unbounded manner and never buffered: a level is one atomic step of the machine,
 *       on the feed's own thread. Receipts are buffered without bound until the downstream requests them; there is one
 *       for each stop that was decided.
 *   <dt><b>Scheduler:</b>
 *   <dd>The grace period and the time-out of the stop run on the {@code computation} {@link Scheduler} or on the one
 *       given to {@link #scheduler}; without a grace period and a time-out no Scheduler is used. The stop action is
 *       subscribed to on the thread that brought the falling edge (a feed's, or the Scheduler's once a grace period has
 *       elapsed) and receipts are signalled on the thread on which the stop action ended (the Scheduler's if it timed
 *       out) or, if they had to be buffered, on the one that requests them.
 *   <dt><b>Error handling:</b>
 *   <dd>A hosting feed that completes or fails is a definite fall: the host can no longer be seen. A streaming feed that
 *       completes or fails leaves its last level standing. A stop action that fails is a {@link Receipt.Failed}, never
 *       an {@code onError}. The result ends when the hosting feed has ended, or the streaming feed while off, and
 *       every stop in flight was reported. It ends with {@code onError} if a feed
 *       failed (with a {@code CompositeException} if both did), else with {@code onComplete}.
 *   <dt><b>Disposing:</b>
 *   <dd>Cancelling is not a fall: nothing is stopped. A stop in flight is finished, not cancelled, unless
 *       {@link #cancelStopOnDispose} says otherwise; should it fail or time out then, the error goes to
 *       {@code RxJavaPlugins.onError}.
 * </dl>
 *
 * @since 0.1.0
 */
public final class AutoStop {
    /** What a caller may choose. */
    record Settings(
            Duration grace,
            Scheduler scheduler,
            Optional<Duration> stopTimeout,
            Optional<FlapBudget> flapBudget,
            boolean cancelStopOnDispose) {
        /** Asks for the Scheduler each time, as RxJava's own operators do, so that one set by a plugin is honoured. */
        static Settings defaults() {
            return new Settings(Duration.ZERO, Schedulers.computation(), Optional.empty(), Optional.empty(), false);
        }

        Settings withGrace(Duration changed) {
            return new Settings(changed, scheduler, stopTimeout, flapBudget, cancelStopOnDispose);
        }

        Settings withScheduler(Scheduler changed) {
            return new Settings(grace, changed, stopTimeout, flapBudget, cancelStopOnDispose);
        }

        Settings withStopTimeout(Duration changed) {
            return new Settings(grace, scheduler, Optional.of(changed), flapBudget, cancelStopOnDispose);
        }

        Settings withFlapBudget(FlapBudget changed) {
            return new Settings(grace, scheduler, stopTimeout, Optional.of(changed), cancelStopOnDispose);
        }

        Settings withCancelStopOnDispose() {
            return new Settings(grace, scheduler, stopTimeout, flapBudget, true);
        }
    }

    /** Lets a loop watch the host, with no operator between the feed and the machine. */
    interface HostFeed {
        void watchedBy(GuardLoop loop);
    }

    final HostFeed host;
    final Flowable<Boolean> streaming;
    final Settings settings;

    private AutoStop(HostFeed host, Flowable<Boolean> streaming, Settings settings) {
        this.host = host;
        this.streaming = streaming;
        this.settings = settings;
    }

    /**
     * Watches a host of which only "publishes" and "does not publish" is known.
     *
     * <p>{@code false} is a fall at once if there is no grace period, else a suspicion that the grace period decides.
     *
     * @param hosting the host's level; true while it publishes
     * @param streaming the stream's level; true from the moment its start is requested until it ended or the user
     *     stopped it
     * @return a description without a grace period
     */
    public static AutoStop when(Publisher<Boolean> hosting, Publisher<Boolean> streaming) {
        Flowable<Boolean> levels = Flowable.fromPublisher(hosting);
        return new AutoStop(loop -> loop.watchHosting(levels), Flowable.fromPublisher(streaming), Settings.defaults());
    }

    /**
     * Watches a host of which certain and uncertain signs are told apart: {@link Presence#DOWN} is a fall at once,
     * {@link Presence#SUSPECT} one only after the grace period.
     *
     * @param host the host's level
     * @param streaming the stream's level, as in {@link #when}
     * @return a description without a grace period
     */
    public static AutoStop whenPresence(Publisher<Presence> host, Publisher<Boolean> streaming) {
        Flowable<Presence> levels = Flowable.fromPublisher(host);
        return new AutoStop(loop -> loop.watchHost(levels), Flowable.fromPublisher(streaming), Settings.defaults());
    }

    /**
     * For how long the host may be suspected gone before it counts as gone.
     *
     * @param grace the grace period; zero (the default) makes every suspicion a fall
     * @return a description with that grace period
     * @throws IllegalArgumentException if it is negative
     */
    public AutoStop grace(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative: " + grace);
        }
        return with(settings.withGrace(grace));
    }

    /**
     * Where time passes.
     *
     * @param scheduler runs the grace period and the time-out of the stop
     * @return a description with that scheduler
     */
    public AutoStop scheduler(Scheduler scheduler) {
        Objects.requireNonNull(scheduler, "scheduler");
        return with(settings.withScheduler(scheduler));
    }

    /**
     * For how long a stop action may take. Without this it may take for ever.
     *
     * @param stopTimeout after this time the action is disposed of and reported as {@link Receipt.TimedOut}
     * @return a description with that time-out
     * @throws IllegalArgumentException if it is zero or negative
     */
    public AutoStop stopTimeout(Duration stopTimeout) {
        if (stopTimeout.isNegative() || stopTimeout.isZero()) {
            throw new IllegalArgumentException("stopTimeout must be positive: " + stopTimeout);
        }
        return with(settings.withStopTimeout(stopTimeout));
    }

    /**
     * Counts drops that recover in time: when the budget is spent, the drop that spent it is a fall at once.
     *
     * @param flapBudget how many drops within which window; needs a grace period to have an effect
     * @return a description with that budget
     */
    public AutoStop flapBudget(FlapBudget flapBudget) {
        Objects.requireNonNull(flapBudget, "flapBudget");
        return with(settings.withFlapBudget(flapBudget));
    }

    /**
     * Disposes of a stop in flight when the subscription is cancelled, instead of letting it finish.
     *
     * @return a description that does so
     */
    public AutoStop cancelStopOnDispose() {
        return with(settings.withCancelStopOnDispose());
    }

    /**
     * Carries every stop out and tells how it ended.
     *
     * @param action asked for a stop action when a stop is decided; it may throw, which counts as a failed stop
     * @return one receipt for each stop
     */
    public Flowable<Receipt> stopWith(Supplier<? extends CompletableSource> action) {
        Objects.requireNonNull(action, "action");
        return Flowable.create(receipts -> new GuardLoop(this, action, receipts).watch(), BackpressureStrategy.BUFFER);
    }

    /**
     * Only tells when to stop: for callers that carry the stop out themselves. The next stop needs a new streaming
     * session.
     *
     * @return the cause of each stop, at the moment it is decided
     */
    public Flowable<Cause> stops() {
        return stopWith(Completable::complete).map(Receipt::cause);
    }

    private AutoStop with(Settings changed) {
        return new AutoStop(host, streaming, changed);
    }
}
