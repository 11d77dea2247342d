package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.github.streamlifecycle.livekit.threads.Waits;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import livekit.LivekitEgress.EgressInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One streaming session: an egress that is stopped once, when its host's publish falls or the user says so.
 *
 * <p>It counts as streaming from the moment {@link GuardPlan#start} was called. A stop that is decided while the start is
 * in flight stops the egress as soon as its id is known; one that is decided before the start was sent prevents it. A
 * stop whose host is back before it got through is withdrawn, and the next fall is stopped for again.
 *
 * <p>Leaving a try block is the user's own stop:
 *
 * <pre>{@code
 * try (var stream = livekit.guard("my-room", presence).start(request)) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread-safe. Events, outcomes and receipts are delivered on daemon threads of the library, to each subscriber
 * serially; a subscriber that blocks, throws or calls back delays nobody but itself. {@link LiveKitBuilder#deliverOn}
 * chooses other threads.
 *
 * @since 0.1.0
 */
public final class GuardedStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GuardedStream.class);

    private final GuardSettings settings;
    private final FlowableProcessor<Boolean> streaming =
            BehaviorProcessor.createDefault(true).toSerialized();
    private final EventLog events;
    private final SingleSubject<Outcome> outcome = SingleSubject.create();
    private final CompletableFuture<String> live = new CompletableFuture<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompositeDisposable watching = new CompositeDisposable();
    private final HostPresence host;
    private final Maybe<EgressInfo> started;
    private final StreamStop stop;
    private final EgressWatch egress;
    private final HostGuard hostGuard;
    private volatile @Nullable String egressId;

    private GuardedStream(GuardSettings settings, Function<GuardedStream, Maybe<EgressInfo>> start) {
        this.settings = settings;
        this.events = new EventLog(settings.room(), settings.streams());
        this.host = new HostPresence(settings.scheduler());
        this.started = Maybe.defer(() -> start.apply(this)).cache();
        this.stop = new StreamStop(settings, host, events, started);
        this.egress = new EgressWatch(settings, this);
        this.hostGuard = new HostGuard(
                settings, this, stop, host, (pending, receipt) -> egress.onWithdrawn(pending.reason(), receipt));
    }

    static GuardedStream begin(GuardSettings settings, Function<GuardedStream, Maybe<EgressInfo>> start) {
        GuardedStream stream = new GuardedStream(settings, start);
        settings.streams().began(stream);
        stream.watching.add(stream.hostGuard.begin(stream.streaming));
        stream.started.subscribe(stream::onStarted, stream::onStartFailed, stream::onNeverStarted);
        return stream;
    }

    /**
     * Returns the room whose egress is guarded.
     *
     * @return the room's name
     */
    public String room() {
        return settings.room();
    }

    /**
     * Returns the egress of this stream.
     *
     * @return its id; empty until the server has made it
     */
    public Optional<String> egressId() {
        return Optional.ofNullable(egressId);
    }

    /**
     * Stops the stream for the user. That is final: no host that is back withdraws it, and no stop of ours follows. It is
     * under way when this returns and needs no subscriber.
     *
     * @return how the stop ended; the same for every caller. For a stream that is over, how that was
     */
    public Single<StopReceipt> stop() {
        return settings.streams().delivery().of(stopByUser());
    }

    private Single<StopReceipt> stopByUser() {
        if (over.get()) {
            return outcome.map(Outcome::receipt);
        }
        streaming.onNext(false);
        Single<StopReceipt> receipt = stop.byUser().cache();
        receipt.subscribe(ended -> end(StopCause.USER, new Outcome.UserStopped(ended)), this::failed);
        return receipt;
    }

    /**
     * Stops the stream for the user and waits until its end is confirmed, for at most the stop deadline of its plan. Does
     * nothing if the stream is over.
     *
     * <p>An interrupt does not end the wait; the thread's interrupt flag is set again afterwards. This may be called from
     * a subscriber of this stream.
     */
    @Override
    public void close() {
        stopByUser();
        if (!Waits.until(ended(), settings.limits().stop())) {
            log.warn("{} was told to stop, and its end is not confirmed yet", this);
        }
    }

    /**
     * Returns the one outcome of this stream.
     *
     * @return why and how it ended, also for late subscribers
     */
    public Single<Outcome> outcome() {
        return settings.streams().delivery().of(outcome);
    }

    /**
     * Returns the one outcome of this stream as a stage, for applications without RxJava.
     *
     * @return why and how it ended; never completes exceptionally. Its dependents run on a thread of the library
     */
    public CompletionStage<Outcome> whenEnded() {
        return outcome().toCompletionStage();
    }

    /**
     * Returns the moment in which the egress is live, which means ACTIVE.
     *
     * @return the egress id; completes exceptionally with an {@link IllegalStateException} if the stream ends before. Its
     *     dependents run on a thread of the library
     */
    public CompletionStage<String> whenLive() {
        return settings.streams()
                .delivery()
                .of(Single.fromCompletionStage(live))
                .toCompletionStage();
    }

    /**
     * Returns the events of this stream.
     *
     * @return the events since the beginning, at most the latest {@value EventLog#REPLAYED}, then those to come;
     *     completes after the outcome. A subscriber that falls behind by more than {@value Delivery#BACKLOG} events loses
     *     its oldest ones
     */
    public Flowable<StreamEvent> events() {
        return events.events(settings.streams().delivery());
    }

    void tell(StreamEvent event) {
        events.tell(event);
        if (event instanceof StreamEvent.Live now) {
            onLive(now.egressId());
        }
    }

    /** Completes with the outcome, on the thread that decides. */
    Completable ended() {
        return outcome.ignoreElement();
    }

    boolean isLive() {
        return !over.get();
    }

    boolean isStopRequested() {
        return stop.cause().isPresent();
    }

    private void onLive(String id) {
        live.complete(id);
        if (!host.wasEverUp()) {
            log.warn(
                    "{} is live and its host has not been seen up yet: it is not stopped when the host falls, unless the"
                            + " feed reports UP first. Use a presence feed that replays its latest level",
                    this);
            tell(new StreamEvent.HostNeverUp(id));
        }
    }

    void stopNeverLive() {
        stop.anyway(StopCause.START_LIMIT)
                .subscribe(receipt -> end(StopCause.START_LIMIT, new Outcome.NeverLive(receipt)), this::failed);
    }

    void egressEnded(Outcome ended) {
        streaming.onNext(false);
        end(null, ended);
    }

    private void onStarted(EgressInfo info) {
        egressId = info.getEgressId();
        watching.add(egress.begin(info));
    }

    private void onStartFailed(Throwable error) {
        egressEnded(new Outcome.StartFailed(LiveKitException.of(error)));
    }

    private void onNeverStarted() {
        log.info("the egress of room {} was stopped before its start was sent", settings.room());
    }

    void failed(Throwable error) {
        log.error("the guard of {} failed; its egress may still be running", this, error);
    }

    /** Only the cause of the stop that was made, or nobody if none was, has the outcome. */
    void end(@Nullable StopCause cause, Outcome ended) {
        if (stop.cause().orElse(null) != cause || !over.compareAndSet(false, true)) {
            return;
        }
        StopReceipt receipt = ended.receipt();
        EgressProgress.finalStatus(receipt).ifPresent(this::tell);
        StreamStop.mayStillRun(receipt).ifPresent(event -> {
            log.warn("{} may still be running and is not guarded any more: {}", this, ended);
            tell(event);
        });
        live.completeExceptionally(new IllegalStateException("the stream ended before it was live: " + ended));
        events.then(() -> settings.streams().ended(this));
        events.then(() -> outcome.onSuccess(ended));
        events.complete();
        watching.dispose();
        log.info("the stream of room {} ended: {}", settings.room(), ended);
    }

    @Override
    public String toString() {
        return "stream of room " + settings.room() + " (" + egressId().orElse("no egress yet") + ")";
    }
}
