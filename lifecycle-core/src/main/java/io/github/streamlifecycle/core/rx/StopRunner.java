package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper.Host;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Enforces the decisions of one loop: calls the action for each stop, tells the machine of its end, emits receipts. */
final class StopRunner {
    private final AutoStop.Settings settings;
    private final StopAction action;
    private final SharedStopper stopper;
    private final FeedSubscriptions feeds;
    private final GuardClock clock;
    private final Outbox outbox;
    private final CompositeDisposable inFlight = new CompositeDisposable();

    /** The sources that may still bring a receipt: the feeds, as one, a timer that is acting, and each stop in flight. */
    private final AtomicInteger sources = new AtomicInteger(1);

    /** The reason for the host's latest fall; written before the step that may be that fall. */
    private volatile StopReason latestFall = StopReason.HOST_DOWN;

    StopRunner(GuardLoop loop, AutoStop.Settings settings, StopAction action, FlowableEmitter<Receipt> receipts) {
        this.settings = settings;
        this.action = action;
        this.stopper = loop.stopper;
        this.feeds = loop.feeds;
        this.clock = loop.clock;
        this.outbox = new Outbox(receipts);
    }

    /** Notes why the host is about to fall, in case a stop that is being withdrawn has to be decided again. */
    void note(StopReason reason) {
        if (stopper.get().host() != Host.DOWN) {
            latestFall = reason;
        }
    }

    /** Starts a stop if the step decided one. */
    void accept(long step, StopReason reason) {
        if (SharedStopper.decision(step) == Decision.STOP) {
            start(decided(step, reason));
        }
    }

    private StopInFlight decided(long step, StopReason reason) {
        StopInFlight stop = new StopInFlight(this, step, reason);
        sources.incrementAndGet();
        inFlight.add(stop);
        return stop;
    }

    private void start(StopInFlight stop) {
        if (feeds.enter()) {
            try {
                call(stop);
            } finally {
                feeds.leave();
            }
        } else {
            startElsewhere(stop); // a feed that is being cancelled may have this thread interrupted
        }
    }

    private void startElsewhere(StopInFlight stop) {
        OneShot start = new OneShot(() -> call(stop));
        if (!clock.schedule(start, Duration.ZERO)) {
            start.run();
        }
    }

    private void call(StopInFlight stop) {
        settings.stopTimeout().ifPresent(limit -> stop.timeOutAfter(limit, clock));
        stop.start(action);
    }

    boolean isHostUp() {
        return stopper.get().host() == Host.UP;
    }

    /** Takes note of a stop's end: the machine first, then a stop that it decides again, the subscriber last. */
    void ended(StopInFlight stop, Receipt receipt) {
        inFlight.delete(stop);
        Optional<StopInFlight> again = report(stop, receipt);
        outbox.put(receipt);
        // from within the action's call the action is not called again: that would be a recursion without end
        again.ifPresent(stop.isStartingHere() ? this::startElsewhere : this::start);
        release();
    }

    private Optional<StopInFlight> report(StopInFlight stop, Receipt receipt) {
        if (receipt instanceof Receipt.Withdrawn) {
            long step = stopper.stopWithdrawn(stop.step);
            return SharedStopper.decision(step) == Decision.STOP
                    ? Optional.of(decided(step, latestFall))
                    : Optional.empty();
        }
        if (!(receipt instanceof Receipt.Stopped)) {
            stopper.stopFailed(stop.step);
        }
        return Optional.empty();
    }

    /** Keeps the result from ending until {@link #release}, unless it has ended: then this returns false. */
    boolean hold() {
        return sources.getAndUpdate(count -> count == 0 ? 0 : count + 1) != 0;
    }

    void release() {
        if (sources.decrementAndGet() == 0) {
            outbox.putEnd();
        }
        outbox.deliver();
    }

    /** Keeps the error of a feed, with which the result will end. */
    void keep(Throwable feedError) {
        outbox.keep(feedError);
    }

    void dispose() {
        inFlight.dispose();
    }
}
