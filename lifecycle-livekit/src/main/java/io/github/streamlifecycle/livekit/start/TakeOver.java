package io.github.streamlifecycle.livekit.start;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.calls.EgressReads;
import io.github.streamlifecycle.livekit.calls.ForeignCode;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a guarded egress: it stops what runs in the room, then sends one start, and never a second one, however
 * the first was answered. Starts in one room take turns, so that of two at once the second takes over from the first.
 */
public final class TakeOver {
    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

    private final StartSettings settings;
    private final String room;
    private final EgressRequest request;
    private final Consumer<StreamEvent> events;
    private final BooleanSupplier stopRequested;

    /**
     * Creates a take-over of the room in the plan.
     *
     * @param settings the plan
     * @param request the egress to start
     * @param events told of what is stopped and started
     * @param stopRequested tests whether the stream was told to stop meanwhile
     */
    public TakeOver(
            StartSettings settings,
            EgressRequest request,
            Consumer<StreamEvent> events,
            BooleanSupplier stopRequested) {
        this.settings = settings;
        this.room = settings.room();
        this.request = request;
        this.events = events;
        this.stopRequested = stopRequested;
    }

    /** The room as it was before the start: what ran, and which room it was that had the name. */
    record Before(List<EgressInfo> running, Optional<String> roomId) {
        Set<String> ids() {
            return running.stream().map(EgressInfo::getEgressId).collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * Returns the started egress; empty if a stop was requested before the start was sent.
     *
     * @return the egress, started once subscribed to
     */
    public Maybe<EgressInfo> run() {
        // web pages belong to no room, and can be mistaken for each other only if they are the same
        String place = request.isInRoom() ? "room " + room : request.toString();
        return settings.starts().inTurn(place, Maybe.defer(this::takeOverAndStart));
    }

    private Maybe<EgressInfo> takeOverAndStart() {
        if (stopRequested.getAsBoolean()) {
            return Maybe.empty();
        }
        return Single.zip(
                        running(settings.reads(), request, room),
                        // which room it is matters only beside an egress of the same name
                        settings.reads().roomId(room).onErrorReturnItem(Optional.empty()),
                        Before::new)
                .flatMapMaybe(before -> stopAll(before)
                        .andThen(Maybe.defer(() -> stopRequested.getAsBoolean() ? Maybe.empty() : startOnce(before))));
    }

    static Single<List<EgressInfo>> running(EgressReads reads, EgressRequest request, String room) {
        return request.isInRoom() ? reads.active(room) : reads.activeAnywhere();
    }

    private Completable stopAll(Before before) {
        return Observable.fromIterable(before.running())
                .filter(info ->
                        info.getRoomName().equals(room) && !settings.stops().isKnownDead(info.getEgressId()))
                .filter(this::isToBeTakenOver)
                .doOnNext(info -> events.accept(new StreamEvent.TakingOver(info.getEgressId())))
                .flatMapCompletable(info -> isInTheWay(info, before)
                        .flatMapCompletable(inTheWay -> inTheWay ? stopAndWait(info) : stop(info)));
    }

    /** An egress that the filter cannot be asked about is left alone: it may be somebody else's. */
    private boolean isToBeTakenOver(EgressInfo info) {
        return ForeignCode.ask(
                "the filter of take-overs", () -> settings.takesOver().test(info), false);
    }

    /** An egress of an earlier room of that name, or one without its recorder, sends nothing: nobody waits for it. */
    private Single<Boolean> isInTheWay(EgressInfo info, Before before) {
        if (before.roomId().filter(id -> !id.equals(info.getRoomId())).isPresent()) {
            return Single.just(false);
        }
        return info.getStatus() == EgressStatus.EGRESS_STARTING
                ? Single.just(true)
                : settings.reads().hasRecorder(info).onErrorReturnItem(true);
    }

    /** Stops it for as long as any stop may take, also if the start goes on without it. */
    private Completable stop(EgressInfo info) {
        settings.stops()
                .stop(StopRequest.of(info.getEgressId())
                        .within(settings.limits().stop(), settings.scheduler()))
                .subscribe(receipt -> tellEnd(info.getEgressId(), receipt));
        return Completable.complete();
    }

    private Completable stopAndWait(EgressInfo info) {
        StopRequest wanted = StopRequest.of(info.getEgressId());
        Single<StopReceipt> waiting =
                settings.stops().stop(wanted.within(settings.limits().takeOver(), settings.scheduler()));
        settings.stops()
                .stop(wanted.within(settings.limits().stop(), settings.scheduler()))
                .subscribe();
        return waiting.doOnSuccess(receipt -> tellEnd(info.getEgressId(), receipt))
                .ignoreElement();
    }

    private void tellEnd(String egressId, StopReceipt receipt) {
        if (receipt.isOver()) {
            events.accept(new StreamEvent.TookOver(egressId, receipt));
        } else {
            log.warn("{} is still there in room {}: {}", egressId, room, receipt);
            events.accept(new StreamEvent.TakeOverFailed(egressId, receipt));
        }
    }

    private Maybe<EgressInfo> startOnce(Before before) {
        log.info("starting {} in room {}", request, room);
        events.accept(new StreamEvent.StartRequested(request.toString()));
        return settings.starts()
                .send(room, request)
                .onErrorResumeNext(error ->
                        isAmbiguous(error) ? new LostStart(settings, request).find(before, error) : Single.error(error))
                .toMaybe();
    }

    static boolean isAmbiguous(Throwable error) {
        return error instanceof LiveKitException failed && failed.kind() == LiveKitException.Kind.AMBIGUOUS;
    }
}
