package io.github.streamlifecycle.livekit;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stop of one egress: ask, ask again what is ambiguous, and look until it has ended or the deadline has passed.
 *
 * <pre>
 *   ask ── 200 ─────────────▶ look ◀──────────── not ended ─┐
 *    ▲ │                       └─ ended ─▶ Stopped          │
 *    │ ├── 404 ─────────────────────────▶ AlreadyEnded      │
 *    │ ├── 412 ─▶ read ── ended ────────▶ AlreadyEnded      │
 *    │ │           ├────────────────────────────────────────┘
 *    │ │           └─ failed ──┐
 *    │ ├── ambiguous ──────────┴─▶ wait, read ─ ended ─▶ Stopped
 *    └─┼────────────────────────────────┘
 *      └── refused ─────────────────────▶ GaveUp;  deadline ─▶ GaveUp
 * </pre>
 */
final class ConfirmedStop {
    static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(ConfirmedStop.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(8);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final EgressControl control;
    private final String egressId;
    private final Duration deadline;
    private final Scheduler scheduler;
    private final IntConsumer onAttempt;
    private final long begun;
    private final AtomicInteger tries = new AtomicInteger();
    /** Why it is not done yet. */
    private volatile LiveKitException unfinished;

    ConfirmedStop(
            EgressControl control, String egressId, Duration deadline, Scheduler scheduler, IntConsumer onAttempt) {
        this.control = control;
        this.egressId = egressId;
        this.deadline = deadline;
        this.scheduler = scheduler;
        this.onAttempt = onAttempt;
        this.begun = scheduler.now(TimeUnit.NANOSECONDS);
        this.unfinished = LiveKitException.notEnded(egressId, EgressStatus.UNRECOGNIZED);
    }

    Single<StopReceipt> run() {
        return ask().timeout(
                        deadline.toNanos(),
                        TimeUnit.NANOSECONDS,
                        scheduler,
                        Single.fromSupplier(() -> gaveUp(unfinished)))
                .doOnSuccess(receipt -> log.info("stop of {} ended: {}", egressId, receipt));
    }

    private Single<StopReceipt> ask() {
        return Single.defer(() -> {
            onAttempt.accept(tries.incrementAndGet());
            return control.stopOnce(egressId).flatMap(this::lookUntilEnded).onErrorResumeNext(this::judge);
        });
    }

    private Single<StopReceipt> lookUntilEnded(EgressInfo info) {
        if (EgressControl.isTerminal(info.getStatus())) {
            return Single.just(new StopReceipt.Stopped(egressId, info.getStatus(), tries.get(), took()));
        }
        unfinished = LiveKitException.notEnded(egressId, info.getStatus());
        return control.find(egressId)
                .defaultIfEmpty(info)
                .onErrorReturnItem(info)
                .delaySubscription(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS, scheduler)
                .flatMap(this::lookUntilEnded);
    }

    private Single<StopReceipt> judge(Throwable error) {
        LiveKitException failed = LiveKitException.of(error);
        unfinished = failed;
        return switch (failed.answer()) {
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
                        : lookUntilEnded(info))
                .switchIfEmpty(Single.fromSupplier(() -> alreadyEnded(Optional.empty())))
                .onErrorResumeNext(unread -> askAgain(failed));
    }

    /** Waits, then looks first: what timed out may have been applied in the meantime. */
    private Single<StopReceipt> askAgain(LiveKitException failed) {
        Duration pause = pauseAfter(tries.get());
        log.info("stop of {} is ambiguous, looking again in {}: {}", egressId, pause, failed.getMessage());
        return control.find(egressId)
                .filter(info -> EgressControl.isTerminal(info.getStatus()))
                .onErrorComplete()
                .delaySubscription(pause.toNanos(), TimeUnit.NANOSECONDS, scheduler)
                .flatMapSingle(this::lookUntilEnded)
                .switchIfEmpty(ask());
    }

    private static Duration pauseAfter(int tries) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(tries - 1, 10));
        return doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }

    private Duration took() {
        return Duration.ofNanos(scheduler.now(TimeUnit.NANOSECONDS) - begun);
    }

    private StopReceipt alreadyEnded(Optional<EgressStatus> status) {
        return new StopReceipt.AlreadyEnded(egressId, status, tries.get(), took());
    }

    private StopReceipt gaveUp(LiveKitException cause) {
        return new StopReceipt.GaveUp(egressId, cause, tries.get(), took());
    }
}
