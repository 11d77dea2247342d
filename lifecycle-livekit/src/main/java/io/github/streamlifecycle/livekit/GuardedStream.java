package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.core.rx.Cause;
import io.github.streamlifecycle.core.rx.Receipt;
import io.github.streamlifecycle.livekit.StopReceipt.HostReturned;
import io.github.streamlifecycle.livekit.StreamEvent.By;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerText;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One streaming session: an egress that is stopped when its host's publish falls, when the user says so, and at most
 * once.
 *
 * <p>It counts as streaming from the moment {@link GuardPlan#start} was called. A stop that comes while the start is in
 * flight stops the egress as soon as its id is known; one that comes before the start was sent prevents it. A stop for a
 * host who is back before it got through is given up, and the next fall is stopped for again.
 *
 * <p>Thread-safe. Events and the outcome are signalled on whichever thread they happened; do not block there.
 *
 * @since 0.1.0
 */
public final class GuardedStream {
    private static final Logger log = LoggerFactory.getLogger(GuardedStream.class);

    /** A stop, once for all who want it. */
    private record Stop(By by, Single<StopReceipt> receipt) {}

    /** A stop that was given up; a try of it that nobody answered may still be carried out. */
    private record GivenUp(Cause cause, HostReturned receipt, long atNanos) {
        /** An egress that sends a stop's deadline later was not stopped by it. */
        boolean mayBeCarriedOut(long nowNanos, Duration deadline) {
            return nowNanos - atNanos < deadline.toNanos();
        }

        Outcome carriedOut(EgressInfo info) {
            return new Outcome.HostDropped(
                    cause,
                    new StopReceipt.Stopped(info.getEgressId(), info.getStatus(), receipt.tries(), receipt.took()));
        }
    }

    private final GuardPlan plan;
    private final FlowableProcessor<Boolean> streaming =
            BehaviorProcessor.createDefault(true).toSerialized();
    private final FlowableProcessor<StreamEvent> events =
            ReplayProcessor.<StreamEvent>create().toSerialized();
    private final SingleSubject<Outcome> outcome = SingleSubject.create();
    private final AtomicReference<@Nullable Stop> stopping = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompositeDisposable watching = new CompositeDisposable();
    private final HostWatch host;
    private final EgressProgress progress;
    /** The egress, once; empty if it was never requested. */
    private final Maybe<EgressInfo> started;

    /** The user wants the stop, whatever the host does. */
    private volatile boolean insisted;

    private volatile Optional<GivenUp> givenUp = Optional.empty();

    GuardedStream(GuardPlan plan, Function<GuardedStream, Maybe<EgressInfo>> start) {
        this.plan = plan;
        this.host = new HostWatch(plan.scheduler);
        this.progress = new EgressProgress(plan.limits, plan.scheduler, this::tell);
        this.started = Maybe.defer(() -> start.apply(this)).cache();
    }

    void begin() {
        Flowable<Presence> presence = plan.host();
        plan.guards.began();
        watching.add(AutoStop.whenPresence(
                        presence.doOnNext(this::onPresence).doOnTerminate(() -> host.on(Presence.DOWN)), streaming)
                .grace(plan.limits.grace())
                .scheduler(plan.scheduler)
                .stopWith(this::stopForADrop)
                .subscribe(this::onDropHandled, this::onHostFeedFailed, this::onHostFeedEnded));
        started.subscribe(this::onStarted, this::onStartFailed, this::onNeverStarted);
    }

    /**
     * The user's own stop: final, and never followed by one of ours. It is under way when this returns, whether or not
     * anybody subscribes to the result.
     *
     * @return how the stop ended; the same for every caller. Of a stream that is over: how that was
     */
    public Single<StopReceipt> stop() {
        if (over.get()) {
            return outcome.map(Outcome::receipt);
        }
        insisted = true;
        streaming.onNext(false);
        Single<StopReceipt> stop = stop(By.USER)
                .flatMap(receipt -> receipt instanceof HostReturned ? stop(By.USER) : Single.just(receipt))
                .cache();
        stop.subscribe(receipt -> end(By.USER, new Outcome.UserStopped(receipt)), this::failed);
        return stop;
    }

    /**
     * Why and how this stream ended.
     *
     * @return the one outcome, also for late subscribers
     */
    public Single<Outcome> outcome() {
        return outcome;
    }

    /**
     * What happens to this stream.
     *
     * @return all events since the beginning, then those to come; completes after the outcome
     */
    public Flowable<StreamEvent> events() {
        return events.hide();
    }

    void tell(StreamEvent event) {
        events.onNext(event);
        plan.guards.tell(plan.room, event);
    }

    boolean isStopRequested() {
        return stopping.get() != null;
    }

    private Single<StopReceipt> stop(By by) {
        return Single.defer(() -> {
            Stop mine = new Stop(by, receiptOfAStop(by));
            if (stopping.compareAndSet(null, mine)) {
                log.info("stopping the egress of room {}: {}", plan.room, by);
                tell(new StreamEvent.StopRequested(by));
                plan.control.keep(mine.receipt());
                return mine.receipt();
            }
            Stop theirs = stopping.get();
            return theirs == null ? stop(by) : theirs.receipt();
        });
    }

    private Single<StopReceipt> receiptOfAStop(By by) {
        return started.flatMapSingle(info -> stopEgress(info.getEgressId(), by))
                .defaultIfEmpty(new StopReceipt.NotStarted(Optional.empty()))
                .onErrorReturn(error -> new StopReceipt.NotStarted(Optional.of(LiveKitException.of(error))))
                .doOnSuccess(receipt -> {
                    if (receipt instanceof HostReturned) {
                        stopping.set(null);
                    }
                    tell(new StreamEvent.StopEnded(by, receipt, host.sinceDrop()));
                })
                .cache();
    }

    private Single<StopReceipt> stopEgress(String egressId, By by) {
        return plan.control.stop(StopRequest.of(egressId)
                .within(plan.limits.stop(), plan.scheduler)
                .unless(() -> by == By.HOST_DROP && !insisted && host.isUp())
                .telling(number -> tell(new StreamEvent.StopSent(egressId, number))));
    }

    /** For the guard a stop that was given up has failed: it is armed for the next fall. */
    private Completable stopForADrop() {
        return stop(By.HOST_DROP)
                .flatMapCompletable(receipt -> receipt instanceof HostReturned returned
                        ? Completable.error(new HostIsBack(returned))
                        : Completable.complete());
    }

    private void onDropHandled(Receipt handled) {
        if (handled instanceof Receipt.Failed failed && failed.error() instanceof HostIsBack back) {
            onHostBack(handled.cause(), back.receipt);
        } else {
            Stop stop = stopping.get();
            if (stop != null) {
                stop.receipt()
                        .subscribe(
                                receipt -> end(By.HOST_DROP, new Outcome.HostDropped(handled.cause(), receipt)),
                                this::failed);
            }
        }
    }

    /** Should the host have fallen again before the guard was armed again, nobody else would see that fall. */
    private void onHostBack(Cause cause, HostReturned receipt) {
        log.info("the host of room {} is back, its egress goes on: {}", plan.room, receipt);
        if (receipt.tries().made() > 0) {
            givenUp = Optional.of(new GivenUp(cause, receipt, plan.scheduler.now(TimeUnit.NANOSECONDS)));
        }
        if (host.isGone(plan.limits.grace())) {
            stop(By.HOST_DROP)
                    .subscribe(
                            next -> {
                                if (next instanceof HostReturned again) {
                                    onHostBack(cause, again);
                                } else {
                                    end(By.HOST_DROP, new Outcome.HostDropped(cause, next));
                                }
                            },
                            this::failed);
        }
    }

    private void onPresence(Presence presence) {
        log.debug("host of room {} is {}", plan.room, presence);
        host.on(presence);
        tell(new StreamEvent.HostChanged(presence));
    }

    private void onHostFeedFailed(Throwable error) {
        log.warn("the presence feed of room {} failed", plan.room, error);
        onHostFeedEnded();
    }

    /** The end of the feed is a fall, and nothing is left to do; but the feed of a host that was never up has none. */
    private void onHostFeedEnded() {
        if (stopping.get() == null && !over.get()) {
            log.warn("nobody watches the host of room {} any more, and its stream goes on", plan.room);
            tell(new StreamEvent.Unguarded());
        }
    }

    private void onStarted(EgressInfo info) {
        log.info("egress {} of room {} is guarded", info.getEgressId(), plan.room);
        progress.begin();
        watching.add(plan.control
                .watch(info.getEgressId(), plan.scheduler, progress::isLive)
                .subscribe(this::onStatus, forgotten -> onForgotten(info, LiveKitException.of(forgotten))));
    }

    /** A record that is gone cannot be stopped and will tell nothing more. */
    private void onForgotten(EgressInfo info, LiveKitException forgotten) {
        streaming.onNext(false);
        end(
                null,
                new Outcome.EgressEnded(
                        info.getEgressId(), EgressStatus.UNRECOGNIZED, Optional.ofNullable(forgotten.getMessage())));
    }

    private void onStatus(EgressInfo info) {
        progress.on(info);
        if (info.getStatus() == EgressStatus.EGRESS_ACTIVE) {
            long now = plan.scheduler.now(TimeUnit.NANOSECONDS);
            givenUp = givenUp.filter(stop -> stop.mayBeCarriedOut(now, plan.limits.stop()));
        }
        if (progress.isOverdue(info) && stopping.get() == null) {
            stop(By.START_LIMIT)
                    .subscribe(receipt -> end(By.START_LIMIT, new Outcome.NeverLive(receipt)), this::failed);
        } else if (EgressControl.isTerminal(info.getStatus())) {
            streaming.onNext(false);
            end(null, ended(info));
        }
    }

    /** By itself, but for a stop of ours that was given up and yet carried out. */
    private Outcome ended(EgressInfo info) {
        return givenUp.map(stop -> stop.carriedOut(info))
                .orElseGet(() -> new Outcome.EgressEnded(
                        info.getEgressId(),
                        info.getStatus(),
                        Optional.of(ServerText.shown(info.getError())).filter(error -> !error.isEmpty())));
    }

    private void onStartFailed(Throwable error) {
        streaming.onNext(false);
        end(null, new Outcome.StartFailed(LiveKitException.of(error)));
    }

    private void onNeverStarted() {
        log.info("the egress of room {} was stopped before its start was sent", plan.room);
    }

    private void failed(Throwable error) {
        log.error("the guard of room {} failed; its egress may still run", plan.room, error);
    }

    /** Whoever stopped the stream, or nobody, has the outcome: a stop asked for twice has only one. */
    private void end(@Nullable By by, Outcome ended) {
        Stop stop = stopping.get();
        if ((stop == null ? null : stop.by()) != by || !over.compareAndSet(false, true)) {
            return;
        }
        EgressProgress.finalStatus(ended.receipt()).ifPresent(this::tell);
        log.info("the stream of room {} ended: {}", plan.room, ended);
        plan.guards.ended();
        outcome.onSuccess(ended);
        events.onComplete();
        watching.dispose();
    }

    /** Why a stop was not made: the guard is told so as it would be of a stop that failed. */
    private static final class HostIsBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never leaves this class
        private final HostReturned receipt;

        HostIsBack(HostReturned receipt) {
            super(receipt.toString(), null, false, false);
            this.receipt = receipt;
        }
    }
}
