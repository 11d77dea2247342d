package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper.Stream;
import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.Signal;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.exceptions.CompositeException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One subscription of an {@link AutoStop}: decide, stop, report back. Any thread may be in any method at any time. */
final class GuardLoop {
    private final AutoStop plan;
    private final Supplier<? extends CompletableSource> action;
    private final FlowableEmitter<Receipt> receipts;

    private final SharedStopper stopper = new SharedStopper();
    private final SerialDisposable grace = new SerialDisposable();
    private final CompositeDisposable feeds = new CompositeDisposable(grace);
    private final CompositeDisposable stops = new CompositeDisposable();

    /** What may still bring a receipt: the feeds, as one, a timer that is acting, and every stop in flight. */
    private final AtomicInteger pending = new AtomicInteger(1);

    private final AtomicBoolean feedsEnded = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> feedError = new AtomicReference<>();

    /** Without a grace period every suspicion is a fall. */
    private final Signal onSuspect;

    private Optional<FlapBudget> flaps;

    GuardLoop(AutoStop plan, Supplier<? extends CompletableSource> action, FlowableEmitter<Receipt> receipts) {
        this.plan = plan;
        this.action = action;
        this.receipts = receipts.serialize();
        this.onSuspect = plan.settings.grace().isZero() ? Signal.HOSTING_DOWN : Signal.HOSTING_SUSPECT;
        this.flaps = plan.settings.flapBudget();
    }

    /** Subscribes to the feeds: streaming first, so that its level gates the first edge of the host. */
    void watch() {
        receipts.setCancellable(this::cancel);
        plan.streaming.subscribe(this::onStreaming, this::onStreamingError, this::onStreamingEnd, feeds);
        plan.host.watchedBy(this);
    }

    void watchHost(Flowable<Presence> host) {
        host.subscribe(this::onPresence, this::onHostError, this::onHostEnd, feeds);
    }

    /** Of a host that only is or is not, "is not" is no certain sign. */
    void watchHosting(Flowable<Boolean> hosting) {
        hosting.subscribe(
                up -> onPresence(up ? Presence.UP : Presence.SUSPECT), this::onHostError, this::onHostEnd, feeds);
    }

    private void cancel() {
        feeds.dispose();
        if (plan.settings.cancelStopOnDispose()) {
            stops.dispose();
        }
    }

    private void onStreaming(boolean on) {
        stopper.on(on ? Signal.STREAMING_ON : Signal.STREAMING_OFF);
    }

    private void onStreamingError(Throwable error) {
        keep(error);
        onStreamingEnd();
    }

    private void onStreamingEnd() {
        if (stopper.get().stream() == Stream.OFF) {
            endFeeds();
        }
    }

    private void onPresence(Presence presence) {
        act(stopper.on(presence == Presence.SUSPECT ? onSuspect : presence.signal()), Cause.HOST_DOWN);
    }

    private void onHostError(Throwable error) {
        keep(error);
        onHostEnd();
    }

    private void onHostEnd() {
        act(stopper.on(Signal.HOSTING_DOWN), Cause.FEED_ENDED);
        endFeeds();
    }

    /** Only steps of the hosting feed come here, one after the other: nobody else sets a grace timer or cancels it. */
    private void act(long step, Cause cause) {
        switch (SharedStopper.decision(step)) {
            case NONE -> {}
            case START_GRACE -> {
                grace.set(after(plan.settings.grace(), () -> onGraceElapsed(step)));
                countDrop();
            }
            case CANCEL_GRACE -> grace.set(Disposable.disposed());
            case STOP -> {
                grace.set(Disposable.disposed());
                stop(step, cause);
            }
        }
    }

    private void countDrop() {
        flaps = flaps.map(budget -> budget.drop(plan.settings.scheduler().now(TimeUnit.MILLISECONDS)));
        if (flaps.filter(FlapBudget::isSpent).isPresent()) {
            act(stopper.on(Signal.HOSTING_DOWN), Cause.FLAPPING);
        }
    }

    /** Runs beside the feeds: until its step is acted upon, it keeps the result from ending. */
    private void onGraceElapsed(long started) {
        if (receipts.isCancelled() || pending.updateAndGet(count -> count == 0 ? 0 : count + 1) == 0) {
            return; // a timer that could not be disposed of in time
        }
        long step = stopper.graceElapsed(started);
        if (SharedStopper.decision(step) == Decision.STOP) {
            stop(step, Cause.GRACE_ELAPSED);
        }
        settle();
    }

    private Disposable after(Duration delay, Runnable task) {
        return plan.settings
                .scheduler()
                .scheduleDirect(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    }

    private void stop(long step, Cause cause) {
        pending.incrementAndGet();
        Single<Receipt> receipt = Completable.defer(
                        () -> Objects.requireNonNull(action.get(), "the stop action is null"))
                .<Receipt>toSingle(() -> new Receipt.Stopped(cause))
                .onErrorReturn(error -> new Receipt.Failed(cause, error));
        limited(receipt, cause).subscribe(ended -> report(step, ended), RxJavaPlugins::onError, stops);
    }

    private Single<Receipt> limited(Single<Receipt> receipt, Cause cause) {
        return plan.settings
                .stopTimeout()
                .map(limit -> receipt.timeout(
                        TimeUnit.NANOSECONDS.convert(limit),
                        TimeUnit.NANOSECONDS,
                        plan.settings.scheduler(),
                        Single.just(new Receipt.TimedOut(cause, limit))))
                .orElse(receipt);
    }

    /** Reports back: first to the machine, which is armed again if the stop failed, then to the subscriber. */
    private void report(long step, Receipt receipt) {
        if (!(receipt instanceof Receipt.Stopped)) {
            stopper.stopFailed(step);
        }
        if (receipts.isCancelled()) {
            reportUnheard(receipt);
        } else {
            receipts.onNext(receipt);
        }
        settle();
    }

    private static void reportUnheard(Receipt receipt) {
        if (receipt instanceof Receipt.Failed failed) {
            RxJavaPlugins.onError(failed.error());
        } else if (receipt instanceof Receipt.TimedOut timedOut) {
            RxJavaPlugins.onError(new TimeoutException("the stop did not end within " + timedOut.after()));
        }
    }

    private void keep(Throwable error) {
        feedError.updateAndGet(first -> first == null ? error : new CompositeException(first, error));
    }

    private void endFeeds() {
        if (feedsEnded.compareAndSet(false, true)) {
            feeds.dispose();
            settle();
        }
    }

    private void settle() {
        if (pending.decrementAndGet() == 0) {
            Throwable error = feedError.get();
            if (error == null) {
                receipts.onComplete();
            } else {
                receipts.onError(error);
            }
        }
    }
}
