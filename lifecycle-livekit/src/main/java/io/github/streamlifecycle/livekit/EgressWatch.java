package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.rx.StopReason;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.Redaction;
import io.github.streamlifecycle.livekit.egress.EgressStatuses;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch over the egress of one stream: it tells when the egress is live, late, ended or forgotten by the server. */
final class EgressWatch {
    private static final Logger log = LoggerFactory.getLogger(EgressWatch.class);
    private static final long WATCH_AGAIN_AFTER_SECONDS = 5;

    private final GuardSettings settings;
    private final GuardedStream stream;
    private final EgressProgress progress;
    private volatile Optional<Withdrawn> withdrawn = Optional.empty();

    EgressWatch(GuardSettings settings, GuardedStream stream) {
        this.settings = settings;
        this.stream = stream;
        this.progress = new EgressProgress(settings.limits(), settings.scheduler(), stream::tell);
    }

    Disposable begin(EgressInfo info) {
        log.info("egress {} of room {} is guarded", info.getEgressId(), settings.room());
        progress.begin();
        return statuses(info.getEgressId())
                .subscribe(this::handle, forgotten -> onForgotten(info, LiveKitException.of(forgotten)));
    }

    /** Fails only once the server has forgotten the egress; after any other failure it is watched again. */
    private Flowable<EgressInfo> statuses(String egressId) {
        return settings.control()
                .watch(egressId, settings.scheduler(), progress::isLive)
                .retryWhen(errors -> errors.flatMap(error -> {
                    if (LiveKitException.of(error).isNotFound()) {
                        return Flowable.<Long>error(error);
                    }
                    log.warn("egress {} could not be watched, watching it again", egressId, error);
                    return Flowable.timer(WATCH_AGAIN_AFTER_SECONDS, TimeUnit.SECONDS, settings.scheduler());
                }));
    }

    /** A failure to handle a status says nothing about the egress, so the watch goes on. */
    private void handle(EgressInfo info) {
        try {
            onStatus(info);
        } catch (Throwable thrown) {
            log.error("a status of egress {} could not be handled", info.getEgressId(), thrown);
        }
    }

    private void onStatus(EgressInfo info) {
        progress.on(info);
        if (info.getStatus() == EgressStatus.EGRESS_ACTIVE) {
            long now = now();
            withdrawn = withdrawn.filter(
                    stop -> stop.mayBeCarriedOut(now, settings.limits().stop()));
        }
        if (progress.isOverdue(info) && !stream.isStopRequested()) {
            stream.stopNeverLive();
        } else if (EgressStatuses.isTerminal(info.getStatus())) {
            stream.egressEnded(ended(info));
        }
    }

    /** By itself, unless a stop that was withdrawn has been carried out after all. */
    private Outcome ended(EgressInfo info) {
        return withdrawn
                .map(stop -> stop.carriedOut(info))
                .orElseGet(() -> new Outcome.EgressEnded(
                        info.getEgressId(),
                        info.getStatus(),
                        Optional.of(Redaction.ofDefaults().shown(info.getError()))
                                .filter(error -> !error.isEmpty())));
    }

    /** A record that is gone can neither be stopped nor change any more. */
    private void onForgotten(EgressInfo info, LiveKitException forgotten) {
        stream.egressEnded(new Outcome.EgressEnded(
                info.getEgressId(), EgressStatus.UNRECOGNIZED, Optional.ofNullable(forgotten.getMessage())));
    }

    /** Remembers a stop that was given up for a host that is back. */
    void onWithdrawn(StopReason reason, HostReturned receipt) {
        log.info("the host of room {} is back, its egress goes on: {}", settings.room(), receipt);
        if (receipt.tries().made() > 0) {
            withdrawn = Optional.of(new Withdrawn(reason, receipt, now()));
        }
    }

    private long now() {
        return settings.scheduler().now(TimeUnit.NANOSECONDS);
    }

    /** A stop that was given up; a try of it that was not answered may still be carried out. */
    private record Withdrawn(StopReason reason, HostReturned receipt, long atNanos) {
        /** An egress that is sending a stop's deadline later was not stopped by it. */
        boolean mayBeCarriedOut(long nowNanos, Duration deadline) {
            return nowNanos - atNanos < deadline.toNanos();
        }

        Outcome carriedOut(EgressInfo info) {
            return new Outcome.HostDropped(
                    reason,
                    new StopReceipt.Stopped(info.getEgressId(), info.getStatus(), receipt.tries(), receipt.took()));
        }
    }
}
