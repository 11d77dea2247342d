package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A guard that stops a stream when its host's publish falls.
 *
 * <pre>{@code
 * Disposable guard = AutoStop.when(hosting, streaming)
 *         .grace(Duration.ofSeconds(5))
 *         .stopWith(() -> api.stopStream())
 *         .subscribe(receipt -> log.info("{}", receipt));
 * }</pre>
 *
 * <p>An AutoStop is an immutable description. Each method returns a new one, and nothing happens before the result of
 * {@link #stopWith}, {@link #stopOrWithdraw} or {@link #stops} is subscribed to. Each subscription subscribes to both
 * feeds, streaming first, and has a machine, a grace timer and stops of its own.
 *
 * <p>A stop that was decided is carried out once, whatever happens meanwhile: no later level, no end of a feed, no
 * cancellation and no exception or {@link Error} of a feed, an action, a subscriber or a Scheduler interrupts, repeats or
 * loses it. Its action should not block; if it does, it is not interrupted either.
 *
 * <p>A feed is any Reactive Streams {@link Publisher}; a {@link java.util.concurrent.Flow.Publisher} becomes one by
 * {@link org.reactivestreams.FlowAdapters#toPublisher}. It should begin with the present level: a host that is up
 * without the feed saying so does not arm the guard.
 *
 * <dl>
 *   <dt><b>Backpressure:</b>
 *   <dd>Both feeds are consumed in an unbounded manner and never buffered: a level is one atomic step of the machine,
 *       on the feed's own thread, and a repeated level keeps nothing. Receipts are buffered without bound until the
 *       downstream requests them; there is one for each stop that was decided.
 *   <dt><b>Scheduler:</b>
 *   <dd>The grace period and the time-out of the stop run on the {@link Scheduler} given to {@link #scheduler}, or on
 *   {@link #defaultScheduler()}. Without a grace period and a time-out no Scheduler is used. A Scheduler that refuses a
 *   task, by throwing or by returning a disposed {@link Disposable}, is replaced by the default one for that task; one
 *   that took a task and has not run it a second after its own clock says so is, too. The stop action is subscribed to on the thread that brought the falling edge: a feed's, or the Scheduler's once a grace
 *   period has elapsed. It is subscribed to on the Scheduler if that feed is just being cancelled, or if an action was
 *   withdrawn too late within its own subscription. Receipts are signalled on the thread on which the stop action ended
 *   (the Scheduler's if it timed out) or, if they had to be buffered, on the one that requests them. The machine knows
 *   of a stop's end before the subscriber does. A subscriber that blocks holds up no other stop and no timer, only the
 *   thread it is called on; use {@code observeOn} if that is a feed's.
 *   <dt><b>Error handling:</b>
 *   <dd>A hosting feed that completes or fails is a definite fall: the host can no longer be seen. A streaming feed that
 *       completes or fails leaves its last level standing. A stop action that fails or throws, be it an {@link Error},
 *       is a {@link Receipt.Failed}, never an {@code onError}; a {@link VirtualMachineError} also goes to
 *       {@code RxJavaPlugins.onError}. RxJava does not signal an {@code Error} thrown on a thread of the action's own,
 *       so only {@link #stopTimeout} ends such a stop. The result ends when the hosting feed has ended, or the
 *       streaming feed while off, and every stop in flight was reported. It ends with {@code onError} if a feed failed
 *       (with a {@code CompositeException} if both did), else with {@code onComplete}. A subscriber that throws
 *       anything has cancelled, and the error goes to {@code RxJavaPlugins.onError}.
 *   <dt><b>Disposing:</b>
 *   <dd>Cancelling is not a fall: nothing is stopped. A stop in flight is finished, not cancelled, unless
 *       {@link #cancelStopOnDispose} says otherwise; should it fail or time out then, the error goes to
 *       {@code RxJavaPlugins.onError}.
 * </dl>
 *
 * @since 0.1.0
 */
public final class AutoStop {
    /** The caller's choices. */
    record Settings(
            Duration grace,
            Scheduler scheduler,
            Optional<Duration> stopTimeout,
            Optional<FlapBudget> flapBudget,
            boolean cancelStopOnDispose) {
        static Settings defaults() {
            return new Settings(Duration.ZERO, defaultScheduler(), Optional.empty(), Optional.empty(), false);
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

    /** Subscribes a loop to the hosting feed, with no operator between the feed and the machine. */
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
     * <p>{@code false} is a suspicion that the grace period decides; without a grace period it is a fall at once.
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
     * Watches a host whose feed tells certain and uncertain signs apart: {@link Presence#DOWN} is a fall at once,
     * {@link Presence#SUSPECT} only after the grace period.
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
     * Returns the Scheduler of guards that are not given one: up to 16 daemon threads of this library, which end when
     * idle, and a monotonic clock. An application that blocks RxJava's Schedulers or sets the wall clock does not
     * affect it.
     *
     * @return the one Scheduler of this library
     */
    public static Scheduler defaultScheduler() {
        return OwnThreads.SCHEDULER;
    }

    /**
     * Sets the time for which the host may be suspected gone before it counts as gone.
     *
     * @param grace the grace period; zero, the default, makes every suspicion a fall
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
     * Sets the Scheduler that keeps the time.
     *
     * @param scheduler runs the grace period and the time-out of the stop, and is asked for the time of drops
     * @return a description with that Scheduler
     */
    public AutoStop scheduler(Scheduler scheduler) {
        Objects.requireNonNull(scheduler, "scheduler");
        return with(settings.withScheduler(scheduler));
    }

    /**
     * Limits the time that a stop action may take. Without this it may take for ever.
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
     * Limits the drops that recover in time: the drop that spends the budget is a fall at once. Only drops while
     * streaming count, and every streaming session begins with a fresh budget.
     *
     * @param flapBudget the number of drops and their window; without a grace period it has no effect
     * @return a description with that budget
     */
    public AutoStop flapBudget(FlapBudget flapBudget) {
        Objects.requireNonNull(flapBudget, "flapBudget");
        return with(settings.withFlapBudget(flapBudget));
    }

    /**
     * Disposes of a stop in flight when the subscription is cancelled, instead of letting it finish.
     *
     * @return a description that cancels a stop on dispose
     */
    public AutoStop cancelStopOnDispose() {
        return with(settings.withCancelStopOnDispose());
    }

    /**
     * Carries out every stop and reports how it ended.
     *
     * @param action called for a stop action when a stop is decided; it may throw, which counts as a failed stop
     * @return one receipt for each stop
     */
    public Flowable<Receipt> stopWith(Supplier<? extends CompletableSource> action) {
        Objects.requireNonNull(action, "action");
        return guarded(stop -> nonNull(action.get()).subscribe(stop));
    }

    /**
     * Carries out every stop, unless its action gives it up because the host is back, and reports how it ended.
     *
     * <p>A withdrawn stop leaves the stream guarded. If the host has fallen again before the withdrawal arrives, the stop
     * is decided again and the action called again, at once and for as long as that is so. An action should therefore
     * withdraw only on {@link PendingStop#isHostBack()}.
     *
     * @param action called with the stop when one is decided; it may throw, which counts as a failed stop
     * @return one receipt for each stop
     */
    public Flowable<Receipt> stopOrWithdraw(
            Function<? super PendingStop, ? extends SingleSource<PendingStop.Result>> action) {
        Objects.requireNonNull(action, "action");
        return guarded(stop -> nonNull(action.apply(stop)).subscribe(stop));
    }

    /**
     * Reports when to stop, for callers that carry the stop out themselves. The next stop needs a new streaming
     * session.
     *
     * @return the reason for each stop, at the moment it is decided
     */
    public Flowable<StopReason> stops() {
        return stopWith(Completable::complete).map(Receipt::reason);
    }

    private Flowable<Receipt> guarded(StopAction action) {
        return Flowable.<Receipt>create(
                        receipts -> new GuardLoop(this, action, receipts).watch(), BackpressureStrategy.BUFFER)
                .<Receipt>lift(ReceiptSubscriber::new);
    }

    private static <T> T nonNull(@Nullable T action) {
        return Objects.requireNonNull(action, "the stop action is null");
    }

    private AutoStop with(Settings changed) {
        return new AutoStop(host, streaming, changed);
    }
}
