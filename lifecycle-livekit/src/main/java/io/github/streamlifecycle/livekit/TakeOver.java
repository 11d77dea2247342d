package io.github.streamlifecycle.livekit;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops what runs in the room, then sends one start: never a second one, however the first was answered. */
final class TakeOver {
    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);
    /** For what ran before. A dead record never ends, and must not be in the way of a start. */
    private static final Duration STOP_OTHERS_WITHIN = Duration.ofSeconds(10);
    /** When to look for the egress of a start that was not answered: a server gives up on its worker after 25 s. */
    private static final List<Integer> LOOK_AFTER_SECONDS = List.of(1, 2, 4, 8, 15);

    private final GuardPlan plan;
    private final EgressRequest request;
    private final Consumer<StreamEvent> events;
    private final BooleanSupplier stopRequested;

    TakeOver(GuardPlan plan, EgressRequest request, Consumer<StreamEvent> events, BooleanSupplier stopRequested) {
        this.plan = plan;
        this.request = request;
        this.events = events;
        this.stopRequested = stopRequested;
    }

    /** The started egress; empty if a stop was requested before the start was sent. */
    Maybe<EgressInfo> run() {
        return plan.control
                .active(plan.room)
                .flatMapMaybe(before -> stopAll(before).andThen(Maybe.defer(() -> {
                    if (stopRequested.getAsBoolean()) {
                        return Maybe.empty();
                    }
                    return startOnce(ids(before)).toMaybe();
                })));
    }

    private Completable stopAll(List<EgressInfo> running) {
        return Observable.fromIterable(running)
                .filter(info -> info.getStatus() != EgressStatus.EGRESS_ENDING)
                .doOnNext(info -> events.accept(new StreamEvent.TakingOver(info.getEgressId())))
                .flatMapSingle(info ->
                        plan.control.stop(info.getEgressId(), STOP_OTHERS_WITHIN, plan.scheduler, attempt -> {}))
                .doOnNext(this::tellIfStillRunning)
                .ignoreElements();
    }

    private void tellIfStillRunning(StopReceipt receipt) {
        if (receipt instanceof StopReceipt.GaveUp gaveUp) {
            log.warn(
                    "{} may still run in room {}: {}",
                    gaveUp.egressId(),
                    plan.room,
                    gaveUp.cause().getMessage());
            events.accept(new StreamEvent.TakeOverFailed(gaveUp));
        }
    }

    private Single<EgressInfo> startOnce(Set<String> before) {
        log.info("starting {} in room {}", request, plan.room);
        events.accept(new StreamEvent.StartRequested(request.toString()));
        return plan.control
                .start(plan.room, request)
                .onErrorResumeNext(error -> isAmbiguous(error) ? find(before, error) : Single.error(error));
    }

    /** The start may have been carried out: looks for an egress that was not there before. */
    private Single<EgressInfo> find(Set<String> before, Throwable error) {
        log.info("start in room {} is ambiguous, looking for its egress: {}", plan.room, error.getMessage());
        return Flowable.fromIterable(LOOK_AFTER_SECONDS)
                .concatMapMaybe(pause -> plan.control
                        .active(plan.room)
                        .delaySubscription(pause, TimeUnit.SECONDS, plan.scheduler)
                        .flattenAsObservable(items -> items)
                        .filter(info -> !before.contains(info.getEgressId()) && request.mayHaveStarted(info))
                        .toList()
                        // one of several could be somebody else's
                        .filter(found -> found.size() == 1)
                        .map(found -> found.get(0))
                        .onErrorComplete())
                .firstElement()
                .switchIfEmpty(Single.error(error));
    }

    private static Set<String> ids(List<EgressInfo> egress) {
        return egress.stream().map(EgressInfo::getEgressId).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isAmbiguous(Throwable error) {
        return error instanceof LiveKitException failed && failed.kind() == LiveKitException.Kind.AMBIGUOUS;
    }
}
