package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.StreamInfo;

/**
 * What LiveKit says went wrong with an egress. A receipt has only its final status, which is FAILED also for an egress
 * that was stopped as it should be, but could not write its file or push its stream.
 */
final class EgressErrors {
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private final LiveKit livekit;
    private final Scheduler scheduler;

    EgressErrors(LiveKit livekit, Scheduler scheduler) {
        this.livekit = livekit;
        this.scheduler = scheduler;
    }

    /** Returns the error of an outcome; empty if nothing failed, or if the server cannot be asked. */
    Single<Optional<String>> of(Outcome outcome) {
        if (outcome instanceof Outcome.EgressEnded ended && ended.error().isPresent()) {
            return Single.just(ended.error());
        }
        return failedEgress(outcome.receipt()).map(this::read).orElse(Single.just(Optional.empty()));
    }

    private static Optional<String> failedEgress(StopReceipt receipt) {
        if (receipt instanceof StopReceipt.Stopped stopped && stopped.status() == EgressStatus.EGRESS_FAILED) {
            return stopped.egressId();
        }
        if (receipt instanceof StopReceipt.AlreadyEnded ended
                && ended.status().filter(EgressStatus.EGRESS_FAILED::equals).isPresent()) {
            return ended.egressId();
        }
        return Optional.empty();
    }

    private Single<Optional<String>> read(String egressId) {
        return livekit.egress()
                .find(egressId)
                .map(EgressErrors::error)
                .defaultIfEmpty(Optional.empty())
                .timeout(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS, scheduler)
                .onErrorReturnItem(Optional.empty());
    }

    private static Optional<String> error(EgressInfo info) {
        return Stream.concat(
                        Stream.of(info.getError()),
                        info.getStreamResultsList().stream().map(StreamInfo::getError))
                .filter(error -> !error.isBlank())
                .findFirst();
    }
}
