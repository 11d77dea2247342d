package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper.Stream;
import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.Signal;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One subscription of an {@link AutoStop}: feeds and timers move the machine. Any thread may be in any method. */
final class GuardLoop {
    final SharedStopper stopper = new SharedStopper();
    final FeedSubscriptions feeds = new FeedSubscriptions();
    final GuardClock clock;

    private final AutoStop plan;
    private final FlowableEmitter<Receipt> receipts;
    private final StopRunner stops;

    private final AtomicBoolean feedsEnded = new AtomicBoolean();
    private final AtomicReference<Optional<FlapBudget>> flaps = new AtomicReference<>(Optional.empty());

    GuardLoop(AutoStop plan, StopAction action, FlowableEmitter<Receipt> receipts) {
        this.plan = plan;
        this.receipts = receipts;
        this.clock = new GuardClock(plan.settings.scheduler());
        this.stops = new StopRunner(this, plan.settings, action, receipts);
    }

    /** Subscribes to the feeds: streaming first, so that its level gates the first edge of the host. */
    void watch() {
        receipts.setCancellable(this::cancel);
        try {
            plan.streaming.subscribe(new FeedSubscriber<>(
                    feeds.streaming, this::onStreaming, this::onStreamingError, this::onStreamingEnd));
        } catch (Throwable error) {
            onStreamingError(error);
        }
        try {
            plan.host.watchedBy(this);
        } catch (Throwable error) {
            onHostError(error);
        }
    }

    void watchHost(Flowable<Presence> host) {
        host.subscribe(new FeedSubscriber<>(feeds.hosting, this::onPresence, this::onHostError, this::onHostEnd));
    }

    /** The "not hosting" of a host that has two levels only is not a definite sign. */
    void watchHosting(Flowable<Boolean> hosting) {
        hosting.subscribe(new FeedSubscriber<>(
                feeds.hosting,
                up -> onPresence(up ? Presence.UP : Presence.SUSPECT),
                this::onHostError,
                this::onHostEnd));
    }

    private void cancel() {
        feeds.close();
        if (plan.settings.cancelStopOnDispose()) {
            stops.dispose();
        }
    }

    /** Only this feed begins a session, so the flap budget is renewed before the first drop that can count. */
    private void onStreaming(boolean on) {
        if (on && stopper.get().stream() == Stream.OFF) {
            flaps.set(plan.settings.flapBudget());
        }
        stopper.on(on ? Signal.STREAMING_ON : Signal.STREAMING_OFF);
    }

    private void onStreamingError(Throwable error) {
        stops.keep(error);
        onStreamingEnd();
    }

    private void onStreamingEnd() {
        if (stopper.get().stream() == Stream.OFF) {
            endFeeds();
        }
    }

    /** Only the hosting feed comes here, one level after the other: nobody else starts or cancels a grace period. */
    private void onPresence(Presence presence) {
        if (feeds.isClosed()) {
            return;
        }
        if (presence == Presence.DOWN) {
            fall(StopReason.HOST_DOWN);
            return;
        }
        long step = stopper.on(presence.signal());
        Decision decision = SharedStopper.decision(step);
        if (decision == Decision.CANCEL_GRACE) {
            endGrace();
        } else if (decision == Decision.START_GRACE) {
            startGrace(step);
        }
    }

    private void onHostError(Throwable error) {
        stops.keep(error);
        onHostEnd();
    }

    private void onHostEnd() {
        if (!feeds.isClosed()) {
            fall(StopReason.FEED_ENDED);
        }
        endFeeds();
    }

    private void fall(StopReason reason) {
        stops.note(reason);
        long step = stopper.on(Signal.HOSTING_DOWN);
        if (SharedStopper.decision(step) != Decision.NONE) {
            endGrace();
        }
        stops.accept(step, reason);
    }

    private void startGrace(long step) {
        Duration grace = plan.settings.grace();
        if (grace.isZero()) {
            elapse(step, StopReason.HOST_DOWN);
            return;
        }
        OneShot timer = new OneShot(() -> onGraceElapsed(step));
        feeds.grace.set(timer);
        if (!clock.schedule(timer, grace)) {
            timer.run(); // a grace period that nobody can time is over: better an early stop than none
        }
        countDrop();
    }

    private void endGrace() {
        feeds.grace.set(Disposable.disposed());
    }

    private void countDrop() {
        if (stopper.get().stream() == Stream.ON && flaps.get().isPresent()) {
            long now = clock.millis();
            Optional<FlapBudget> left = flaps.updateAndGet(budget -> budget.map(flap -> flap.drop(now)));
            if (left.filter(FlapBudget::isSpent).isPresent()) {
                fall(StopReason.FLAPPING);
            }
        }
    }

    /** Runs beside the feeds. Until its step is acted upon, it keeps the result from ending. */
    private void onGraceElapsed(long started) {
        if (receipts.isCancelled() || !stops.hold()) {
            return; // a timer that could not be disposed of in time
        }
        elapse(started, StopReason.GRACE_ELAPSED);
        stops.release();
    }

    private void elapse(long started, StopReason reason) {
        stops.note(reason);
        stops.accept(stopper.graceElapsed(started), reason);
    }

    private void endFeeds() {
        if (feedsEnded.compareAndSet(false, true)) {
            feeds.close();
            stops.release();
        }
    }
}
