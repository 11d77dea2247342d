package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    /** When to look for the egress of a start that was not answered: a server gives up on its worker after 25 s. */
    private static final List<Integer> LOOK_AFTER_SECONDS = List.of(1, 2, 4, 8, 15);

    private static final int READ_AGAIN_AFTER_SECONDS = 2;

    private final GuardSettings plan;
    private final EgressRequest request;
    private final Consumer<StreamEvent> events;
    private final BooleanSupplier stopRequested;

    TakeOver(GuardSettings plan, EgressRequest request, Consumer<StreamEvent> events, BooleanSupplier stopRequested) {
        this.plan = plan;
        this.request = request;
        this.events = events;
        this.stopRequested = stopRequested;
    }

    /** The room as it was before the start: what ran, and which room it was that had the name. */
    private record Before(List<EgressInfo> running, Optional<String> roomId) {
        Set<String> ids() {
            return running.stream().map(EgressInfo::getEgressId).collect(Collectors.toUnmodifiableSet());
        }
    }

    /** The started egress; empty if a stop was requested before the start was sent. */
    Maybe<EgressInfo> run() {
        return Single.zip(
                        running(),
                        // which room it is matters only beside an egress of the same name
                        plan.control().roomId(plan.room()).onErrorReturnItem(Optional.empty()),
                        Before::new)
                .flatMapMaybe(before -> stopAll(before).andThen(Maybe.defer(() -> {
                    if (stopRequested.getAsBoolean()) {
                        return Maybe.empty();
                    }
                    return startOnce(before).toMaybe();
                })));
    }

    private Single<List<EgressInfo>> running() {
        return request.isInRoom()
                ? plan.control().active(plan.room())
                : plan.control().activeAnywhere();
    }

    private Completable stopAll(Before before) {
        return Observable.fromIterable(before.running())
                .filter(info -> info.getRoomName().equals(plan.room())
                        && !plan.control().isKnownDead(info))
                .filter(plan.takesOver()::test)
                .doOnNext(info -> events.accept(new StreamEvent.TakingOver(info.getEgressId())))
                .flatMapCompletable(info -> isInTheWay(info, before).flatMapCompletable(inTheWay -> {
                    Completable stopped = stop(info);
                    if (inTheWay) {
                        return stopped;
                    }
                    stopped.subscribe();
                    return Completable.complete();
                }));
    }

    /** An egress of an earlier room of that name, or one without its recorder, sends nothing: nobody waits for it. */
    private Single<Boolean> isInTheWay(EgressInfo info, Before before) {
        if (before.roomId().filter(id -> !id.equals(info.getRoomId())).isPresent()) {
            return Single.just(false);
        }
        return info.getStatus() == EgressStatus.EGRESS_STARTING
                ? Single.just(true)
                : plan.control().hasRecorder(info).onErrorReturnItem(true);
    }

    private Completable stop(EgressInfo info) {
        Duration limit = plan.limits().takeOver();
        return plan.control()
                .stopAnyway(StopOrder.of(info.getEgressId()).within(limit, plan.scheduler()))
                .doOnSuccess(receipt -> tellEnd(info.getEgressId(), receipt))
                .cache()
                .ignoreElement()
                // a stop that somebody else began has a deadline of its own
                .timeout(limit.toNanos(), TimeUnit.NANOSECONDS, plan.scheduler(), Completable.complete());
    }

    private void tellEnd(String egressId, StopReceipt receipt) {
        if (receipt instanceof StopReceipt.GaveUp || receipt instanceof StopReceipt.DeadRecord) {
            log.warn("{} is still there in room {}: {}", egressId, plan.room(), receipt);
            events.accept(new StreamEvent.TakeOverFailed(egressId, receipt));
        } else {
            events.accept(new StreamEvent.TookOver(egressId, receipt));
        }
    }

    private Single<EgressInfo> startOnce(Before before) {
        log.info("starting {} in room {}", request, plan.room());
        events.accept(new StreamEvent.StartRequested(request.toString()));
        return plan.control()
                .start(plan.room(), request)
                .onErrorResumeNext(error -> isAmbiguous(error) ? find(before, error) : Single.error(error));
    }

    /** The start may have been carried out: looks for an egress that was not there before. */
    private Single<EgressInfo> find(Before before, Throwable error) {
        log.info("start in room {} is ambiguous, looking for its egress: {}", plan.room(), error.getMessage());
        Set<String> known = before.ids();
        Set<String> candidates = ConcurrentHashMap.newKeySet();
        long begun = plan.scheduler().now(TimeUnit.NANOSECONDS);
        return Flowable.fromIterable(LOOK_AFTER_SECONDS)
                .concatMapMaybe(pause -> running()
                        .retryWhen(errors -> errors.concatMapSingle(unread -> untilReadAgain(unread, begun)))
                        .delaySubscription(pause, TimeUnit.SECONDS, plan.scheduler())
                        .flattenAsObservable(items -> items)
                        .filter(info -> !known.contains(info.getEgressId())
                                && isInThatRoom(info, before)
                                && request.mayHaveStarted(info))
                        .doOnNext(info -> candidates.add(info.getEgressId()))
                        .toList()
                        // one of several could be somebody else's, also once the others have ended
                        .filter(found -> found.size() == 1 && candidates.size() == 1)
                        .map(found -> found.get(0))
                        .onErrorComplete())
                .firstElement()
                .switchIfEmpty(Single.error(error));
    }

    /** A list that nobody could read says nothing of the egress: within a stop's deadline it is read again. */
    private Single<Long> untilReadAgain(Throwable unread, long begun) {
        boolean late = !plan.isUntilConfirmed()
                && plan.scheduler().now(TimeUnit.NANOSECONDS) - begun
                        >= plan.limits().stop().toNanos();
        return late || !isAmbiguous(unread)
                ? Single.error(unread)
                : Single.timer(READ_AGAIN_AFTER_SECONDS, TimeUnit.SECONDS, plan.scheduler());
    }

    private boolean isInThatRoom(EgressInfo info, Before before) {
        return !request.isInRoom()
                || before.roomId().map(info.getRoomId()::equals).orElse(true);
    }

    private static boolean isAmbiguous(Throwable error) {
        return error instanceof LiveKitException failed && failed.kind() == LiveKitException.Kind.AMBIGUOUS;
    }
}
