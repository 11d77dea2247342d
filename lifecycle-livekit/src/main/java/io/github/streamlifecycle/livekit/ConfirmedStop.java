package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stop of one egress: ask, ask again what is ambiguous, and look until it has ended or the deadline has passed. A
 * webhook that says that it ended ends it too.
 *
 * <pre>
 *   ask ── host is back ──────────────▶ HostReturned
 *    ▲ ├── 200 ─────────────▶ look ◀──────────── not ended ─┐
 *    │ │                       └─ ended ─▶ Stopped          │
 *    │ ├── 404 ─────────────────────────▶ AlreadyEnded      │
 *    │ ├── 412 ─▶ read ── ended ────────▶ AlreadyEnded      │
 *    │ │           ├────────────────────────────────────────┘
 *    │ │           └─ failed ──┐
 *    │ ├── ambiguous ──────────┴─▶ wait, host is back? read ─ ended ───────▶ Stopped
 *    │ │                              ▲                  ├─ ENDING ─▶ look
 *    │ │                              │                  ├─ no recorder ───▶ DeadRecord
 *    │ │                              ├─ out of reach ───┤
 *    └─┼─────────────────────────────────────────────────┘
 *      └── refused ─────────────────────▶ GaveUp;  deadline ─▶ GaveUp
 * </pre>
 */
final class ConfirmedStop {
    private static final Logger log = LoggerFactory.getLogger(ConfirmedStop.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(8);
    private static final Duration UNREACHED_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    /** A stop that gets through to a worker is answered; two in a row that do not are looked into. */
    private static final int ANSWERS_OF_A_DEAD_RECORD = 2;

    private final EgressControl control;
    private final StopOrder order;
    private final String egressId;
    private final long begun;
    /** Somebody wants the stop whatever the host does. */
    private volatile boolean insisted;

    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile @Nullable EgressStatus known;
    /** A try got through, so that only its end is awaited. */
    private volatile boolean accepted;
    /** Why it is not done yet. */
    private volatile LiveKitException unfinished;

    ConfirmedStop(EgressControl control, StopOrder order) {
        this.control = control;
        this.order = order;
        this.egressId = order.egressId();
        this.begun = order.scheduler().now(TimeUnit.NANOSECONDS);
        this.unfinished = LiveKitException.notEnded(egressId, EgressStatus.UNRECOGNIZED);
    }

    Single<StopReceipt> run() {
        Single<StopReceipt> told = control.told(egressId)
                .filter(info -> EgressControl.isTerminal(info.getStatus()))
                .firstOrError()
                .map(this::ended);
        return Single.ambArray(ask(), told)
                .timeout(
                        order.deadline().toNanos(),
                        TimeUnit.NANOSECONDS,
                        order.scheduler(),
                        Single.fromSupplier(this::atDeadline))
                .doOnSuccess(receipt -> log.info("stop of {} ended: {}", egressId, receipt));
    }

    void insist() {
        insisted = true;
    }

    private boolean isUnwanted() {
        return !insisted && order.hostIsBack().getAsBoolean();
    }

    /** The host may be back since the last try; an egress that was told to end ends all the same. */
    private StopReceipt atDeadline() {
        return isUnwanted() && !accepted ? hostReturned() : gaveUp(unfinished);
    }

    private Single<StopReceipt> ask() {
        return Single.defer(() -> {
            if (isUnwanted()) {
                return Single.just(hostReturned());
            }
            order.onTry().accept(tries.incrementAndGet());
            return control.stopOnce(egressId)
                    .doOnSuccess(info -> answers.incrementAndGet())
                    .flatMap(info -> lookUntilEnded(info, control.firstLook()))
                    .onErrorResumeNext(this::judge);
        });
    }

    private Single<StopReceipt> lookUntilEnded(EgressInfo info, Duration pause) {
        known = info.getStatus();
        if (EgressControl.isTerminal(info.getStatus())) {
            return Single.just(ended(info));
        }
        accepted = true;
        unfinished = LiveKitException.notEnded(egressId, info.getStatus());
        return control.find(egressId)
                .defaultIfEmpty(info)
                .onErrorReturnItem(info)
                .delaySubscription(pause.toNanos(), TimeUnit.NANOSECONDS, order.scheduler())
                .flatMap(seen -> lookUntilEnded(
                        seen, atMost(LONGEST_LOOK, pause.multipliedBy(3).dividedBy(2))));
    }

    private Single<StopReceipt> judge(Throwable error) {
        LiveKitException failed = LiveKitException.of(error);
        unfinished = failed;
        failed.status().ifPresent(status -> answers.incrementAndGet());
        return switch (failed.kind()) {
            case ALREADY_ENDED ->
                EgressControl.isNotFound(failed)
                        ? Single.just(alreadyEnded(Optional.empty()))
                        : readAfterRefusal(failed);
            case REFUSED -> Single.just(gaveUp(failed));
            case AMBIGUOUS -> askAgain(failed);
        };
    }

    /** 412 is also said of an egress that is ENDING and whose worker is just gone. */
    private Single<StopReceipt> readAfterRefusal(LiveKitException failed) {
        return control.find(egressId)
                .flatMapSingle(info -> EgressControl.isTerminal(info.getStatus())
                        ? Single.just(alreadyEnded(Optional.of(info.getStatus())))
                        : lookUntilEnded(info, control.firstLook()))
                .switchIfEmpty(Single.fromSupplier(() -> alreadyEnded(Optional.empty())))
                .onErrorResumeNext(unread -> askAgain(failed));
    }

    /** Waits, then looks first: what timed out may have been applied in the meantime. */
    private Single<StopReceipt> askAgain(LiveKitException failed) {
        Duration pause = pauseAfter(tries.get());
        log.info("stop of {} is ambiguous, looking again in {}: {}", egressId, pause, failed.getMessage());
        return Single.defer(this::lookAndAsk)
                .delaySubscription(pause.toNanos(), TimeUnit.NANOSECONDS, order.scheduler());
    }

    private Single<StopReceipt> lookAndAsk() {
        if (isUnwanted()) {
            return Single.just(hostReturned());
        }
        return control.find(egressId)
                .flatMap(this::goOn)
                .switchIfEmpty(Single.fromSupplier(() -> alreadyEnded(Optional.empty())))
                .onErrorResumeNext(
                        unread -> LiveKitException.of(unread).status().isPresent()
                                ? ask()
                                : lookAgain(LiveKitException.of(unread)));
    }

    /** Who cannot be asked how it is cannot be told to stop either; the network may be back at any moment. */
    private Single<StopReceipt> lookAgain(LiveKitException unread) {
        log.debug("{} is out of reach: {}", egressId, unread.getMessage());
        return Single.defer(this::lookAndAsk)
                .delaySubscription(UNREACHED_PAUSE.toNanos(), TimeUnit.NANOSECONDS, order.scheduler());
    }

    private Maybe<StopReceipt> goOn(EgressInfo info) {
        known = info.getStatus();
        return switch (info.getStatus()) {
            case EGRESS_COMPLETE, EGRESS_FAILED, EGRESS_ABORTED, EGRESS_LIMIT_REACHED -> Maybe.just(ended(info));
            case EGRESS_ENDING -> lookUntilEnded(info, control.firstLook()).toMaybe();
            case EGRESS_ACTIVE ->
                isDead(info)
                        .flatMap(dead -> dead ? Single.just(deadRecord(info)) : ask())
                        .toMaybe();
            // its recorder may not have joined yet
            case EGRESS_STARTING, UNRECOGNIZED -> ask().toMaybe();
        };
    }

    /** A web page is recorded without a room to look into. */
    private Single<Boolean> isDead(EgressInfo info) {
        return answers.get() < ANSWERS_OF_A_DEAD_RECORD || info.getRoomName().isEmpty()
                ? Single.just(false)
                : control.hasRecorder(info).map(has -> !has).onErrorReturnItem(false);
    }

    /** Doubles with every try, give or take a fifth, so that those who failed together do not ask together. */
    private Duration pauseAfter(int tries) {
        Duration doubled = atMost(LONGEST_RETRY, FIRST_RETRY.multipliedBy(1L << Math.min(tries - 1, 10)));
        long spread = Math.floorMod((egressId + tries).hashCode(), 401);
        return doubled.multipliedBy(800 + spread).dividedBy(1_000);
    }

    private static Duration atMost(Duration limit, Duration wanted) {
        return wanted.compareTo(limit) < 0 ? wanted : limit;
    }

    private Duration took() {
        return Duration.ofNanos(order.scheduler().now(TimeUnit.NANOSECONDS) - begun);
    }

    /** Whoever is told so before the first try did not stop it. */
    private StopReceipt ended(EgressInfo info) {
        return tries.get() == 0
                ? alreadyEnded(Optional.of(info.getStatus()))
                : new StopReceipt.Stopped(egressId, info.getStatus(), tries.get(), took());
    }

    private StopReceipt alreadyEnded(Optional<EgressStatus> status) {
        return new StopReceipt.AlreadyEnded(egressId, status, tries.get(), took());
    }

    private StopReceipt hostReturned() {
        return new StopReceipt.HostReturned(egressId, Optional.ofNullable(known), tries.get(), took());
    }

    private StopReceipt deadRecord(EgressInfo info) {
        return new StopReceipt.DeadRecord(egressId, info.getStatus(), tries.get(), took());
    }

    private StopReceipt gaveUp(LiveKitException cause) {
        return new StopReceipt.GaveUp(egressId, cause, new StopReceipt.Tries(tries.get(), answers.get()), took());
    }
}
