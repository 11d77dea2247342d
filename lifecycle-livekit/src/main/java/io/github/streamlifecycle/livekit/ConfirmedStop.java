package io.github.streamlifecycle.livekit;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stop of one egress: ask, ask again what is ambiguous, and look until it has ended or the deadline has passed.
 *
 * <pre>
 *   try ── 200 ──────────────▶ look ── terminal ─▶ Stopped
 *    │ │                        ▲ └─── deadline ─▶ GaveUp
 *    │ └── 404, 412 ─▶ read ────┼────────────────▶ AlreadyEnded
 *    │ └── refused ─────────────┼────────────────▶ GaveUp
 *    └──── ambiguous ─▶ wait ─▶ read ── terminal ▶ Stopped
 *    ▲                            └── else ──┐
 *    └───────────────────────────────────────┘
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

    ConfirmedStop(
            EgressControl control, String egressId, Duration deadline, Scheduler scheduler, IntConsumer onAttempt) {
        this.control = control;
        this.egressId = egressId;
        this.deadline = deadline;
        this.scheduler = scheduler;
        this.onAttempt = onAttempt;
        this.begun = scheduler.now(TimeUnit.NANOSECONDS);
    }

    Single<StopReceipt> run() {
        return attempt(1).doOnSuccess(receipt -> log.info("stop of {} ended: {}", egressId, receipt));
    }

    private Single<StopReceipt> attempt(int tries) {
        return Single.defer(() -> {
            onAttempt.accept(tries);
            return control.stopOnce(egressId)
                    .flatMap(info -> lookUntilEnded(info, tries))
                    .onErrorResumeNext(error -> judge(error, tries));
        });
    }

    private Single<StopReceipt> lookUntilEnded(EgressInfo info, int tries) {
        if (EgressControl.isTerminal(info.getStatus())) {
            return Single.just(stopped(info.getStatus(), tries));
        }
        if (took().compareTo(deadline) >= 0) {
            return Single.just(gaveUp(LiveKitException.notEnded(egressId, info.getStatus()), tries));
        }
        return control.find(egressId)
                .defaultIfEmpty(info)
                .onErrorReturnItem(info)
                .delaySubscription(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS, scheduler)
                .flatMap(now -> lookUntilEnded(now, tries));
    }

    private Single<StopReceipt> judge(Throwable error, int tries) {
        if (!(error instanceof LiveKitException failed)) {
            return Single.error(error);
        }
        return switch (failed.answer()) {
            case ALREADY_ENDED -> readStatus().map(status -> alreadyEnded(status, tries));
            case REFUSED -> Single.just(gaveUp(failed, tries));
            case AMBIGUOUS ->
                took().compareTo(deadline) >= 0 ? Single.just(gaveUp(failed, tries)) : again(failed, tries);
        };
    }

    /** Waits, then looks first: what timed out may have been applied in the meantime. */
    private Single<StopReceipt> again(LiveKitException failed, int tries) {
        Duration pause = pauseAfter(tries);
        log.info("stop of {} is ambiguous, looking again in {}: {}", egressId, pause, failed.getMessage());
        return readStatus()
                .delaySubscription(pause.toNanos(), TimeUnit.NANOSECONDS, scheduler)
                .flatMap(status -> status.filter(EgressControl::isTerminal)
                        .map(ended -> Single.just(stopped(ended, tries)))
                        .orElseGet(() -> attempt(tries + 1)));
    }

    private Single<Optional<EgressStatus>> readStatus() {
        return control.find(egressId)
                .map(info -> Optional.of(info.getStatus()))
                .defaultIfEmpty(Optional.empty())
                .onErrorReturnItem(Optional.empty());
    }

    private static Duration pauseAfter(int tries) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(tries - 1, 10));
        return doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }

    private Duration took() {
        return Duration.ofNanos(scheduler.now(TimeUnit.NANOSECONDS) - begun);
    }

    private StopReceipt stopped(EgressStatus status, int tries) {
        return new StopReceipt.Stopped(egressId, status, tries, took());
    }

    private StopReceipt alreadyEnded(Optional<EgressStatus> status, int tries) {
        return new StopReceipt.AlreadyEnded(egressId, status, tries, took());
    }

    private StopReceipt gaveUp(LiveKitException cause, int tries) {
        return new StopReceipt.GaveUp(egressId, cause, tries, took());
    }
}
