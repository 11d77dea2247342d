package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.core.rx.Receipt;
import io.github.streamlifecycle.livekit.StreamEvent.By;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
 * flight stops the egress as soon as its id is known; one that comes before the start was sent prevents it.
 *
 * <p>Thread-safe. Events and the outcome are signalled on whichever thread they happened; do not block there.
 *
 * @since 0.1.0
 */
public final class GuardedStream {
    private static final Logger log = LoggerFactory.getLogger(GuardedStream.class);
    private static final long LOOK_EVERY_MILLIS_UNTIL_LIVE = 500;
    private static final long LOOK_EVERY_MILLIS_WHEN_LIVE = 5_000;

    private final GuardPlan plan;
    private final FlowableProcessor<Boolean> streaming =
            BehaviorProcessor.createDefault(true).toSerialized();
    private final FlowableProcessor<StreamEvent> events =
            ReplayProcessor.<StreamEvent>create().toSerialized();
    private final SingleSubject<Outcome> outcome = SingleSubject.create();
    private final AtomicReference<@Nullable By> stoppedBy = new AtomicReference<>();
    private final AtomicBoolean live = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompositeDisposable watching = new CompositeDisposable();
    /** The egress, once; empty if it was never requested. */
    private final Maybe<EgressInfo> started;
    /** The stop, once, whoever wants it. */
    private final Single<StopReceipt> stopped;

    GuardedStream(GuardPlan plan, EgressRequest request) {
        this.plan = plan;
        this.started = new TakeOver(plan, request, events::onNext, () -> stoppedBy.get() != null)
                .run()
                .cache();
        this.stopped = started.flatMapSingle(this::stopEgress)
                .defaultIfEmpty(new StopReceipt.NotStarted(Optional.empty()))
                .onErrorReturn(error -> new StopReceipt.NotStarted(Optional.of(LiveKitException.of(error))))
                .cache();
    }

    void begin() {
        watching.add(AutoStop.whenPresence(plan.host().doOnNext(this::onPresence), streaming)
                .grace(plan.grace)
                .scheduler(plan.scheduler)
                .stopWith(() -> stop(By.HOST_DROP).ignoreElement())
                .subscribe(this::onHostDropHandled, this::onHostFeedFailed, this::onHostFeedEnded));
        started.subscribe(this::onStarted, this::onStartFailed, this::onNeverStarted);
    }

    /**
     * The user's own stop: final, and never followed by one of ours. It is under way when this returns, whether or not
     * anybody subscribes to the result.
     *
     * @return how the stop ended; the same for every caller
     */
    public Single<StopReceipt> stop() {
        streaming.onNext(false);
        Single<StopReceipt> stop = stop(By.USER);
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

    private Single<StopReceipt> stop(By by) {
        return Single.defer(() -> {
            if (stoppedBy.compareAndSet(null, by)) {
                log.info("stopping the egress of room {}: {}", plan.room, by);
                events.onNext(new StreamEvent.StopRequested(by));
                plan.control.keep(stopped);
            }
            return stopped;
        });
    }

    private Single<StopReceipt> stopEgress(EgressInfo info) {
        String id = info.getEgressId();
        return plan.control.stop(
                id, plan.stopDeadline, plan.scheduler, attempt -> events.onNext(new StreamEvent.StopSent(id, attempt)));
    }

    private void onPresence(Presence presence) {
        log.debug("host of room {} is {}", plan.room, presence);
        events.onNext(new StreamEvent.HostChanged(presence));
    }

    private void onHostDropHandled(Receipt receipt) {
        stopped.subscribe(stop -> end(By.HOST_DROP, new Outcome.HostDropped(receipt.cause(), stop)), this::failed);
    }

    private void onHostFeedFailed(Throwable error) {
        log.warn("the presence feed of room {} failed", plan.room, error);
        onHostFeedEnded();
    }

    /** The end of the feed is a fall, and nothing is left to do; but the feed of a host that was never up has none. */
    private void onHostFeedEnded() {
        if (stoppedBy.get() == null && !over.get()) {
            log.warn("nobody watches the host of room {} any more, and its stream goes on", plan.room);
            events.onNext(new StreamEvent.Unguarded());
        }
    }

    private void onStarted(EgressInfo info) {
        events.onNext(new StreamEvent.Started(info.getEgressId()));
        log.info("egress {} of room {} is guarded", info.getEgressId(), plan.room);
        watching.add(Flowable.defer(() -> plan.control.find(info.getEgressId()).toFlowable())
                .doOnError(error -> log.debug("{} cannot be looked at", info.getEgressId(), error))
                .onErrorComplete()
                .repeatWhen(looked -> looked.delay(ignored -> Flowable.timer(
                        live.get() ? LOOK_EVERY_MILLIS_WHEN_LIVE : LOOK_EVERY_MILLIS_UNTIL_LIVE,
                        TimeUnit.MILLISECONDS,
                        plan.scheduler)))
                .subscribe(this::onStatus, this::failed));
    }

    private void onStatus(EgressInfo info) {
        if (info.getStatus() == EgressStatus.EGRESS_ACTIVE && live.compareAndSet(false, true)) {
            events.onNext(new StreamEvent.Live(info.getEgressId()));
        }
        if (EgressControl.isTerminal(info.getStatus())) {
            streaming.onNext(false);
            end(
                    null,
                    new Outcome.EgressEnded(
                            info.getEgressId(),
                            info.getStatus(),
                            Optional.of(info.getError()).filter(error -> !error.isEmpty())));
        }
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
        if (stoppedBy.get() != by || !over.compareAndSet(false, true)) {
            return;
        }
        emitFinalStatus(ended);
        outcome.onSuccess(ended);
        events.onComplete();
        watching.dispose();
        log.info("the stream of room {} ended: {}", plan.room, ended);
    }

    private void emitFinalStatus(Outcome ended) {
        if (ended instanceof Outcome.EgressEnded byItself) {
            events.onNext(new StreamEvent.Ended(byItself.egressId(), byItself.status()));
        } else if (ended instanceof Outcome.HostDropped dropped) {
            emitFinalStatus(dropped.receipt());
        } else if (ended instanceof Outcome.UserStopped userStopped) {
            emitFinalStatus(userStopped.receipt());
        }
    }

    private void emitFinalStatus(StopReceipt receipt) {
        if (receipt instanceof StopReceipt.Stopped stop) {
            events.onNext(new StreamEvent.Ended(stop.egressId(), stop.status()));
        } else if (receipt instanceof StopReceipt.AlreadyEnded ended) {
            ended.status().ifPresent(status -> events.onNext(new StreamEvent.Ended(ended.egressId(), status)));
        }
    }
}
