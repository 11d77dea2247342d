package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.EgressStatuses;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, stops and reads egress. Every method returns a cold source that calls the server once subscribed to, and
 * fails with a {@link LiveKitException} only.
 *
 * @since 0.1.0
 */
public final class EgressControl {
    private static final Logger log = LoggerFactory.getLogger(EgressControl.class);
    private static final long LOOK_EVERY_MILLIS_UNTIL_LIVE = 500;
    private static final long LOOK_EVERY_MILLIS_WHEN_LIVE = 5_000;
    private static final int LOOKS_A_SECOND = 200;
    private static final Duration FIRST_LOOK_AFTER_STOP = Duration.ofMillis(250);
    /** What a stop takes of a second in which thousands are sent. */
    private static final Duration ROOM_FOR_A_STOP = Duration.ofNanos(200_000);

    private record Stop(ConfirmedStop work, Single<StopReceipt> receipt) {}

    private final ServerApi api;
    private final Map<String, Stop> stopsInFlight = new ConcurrentHashMap<>();
    private final Set<Single<StopReceipt>> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> deadRecords = ConcurrentHashMap.newKeySet();
    private final AtomicInteger watched = new AtomicInteger();
    private final Told told = new Told();

    EgressControl(ServerApi api) {
        this.api = api;
    }

    /**
     * Starts an egress. Nothing is stopped first and nothing is guarded.
     *
     * @param room the room's name
     * @param request what to start
     * @return the egress, STARTING; an AMBIGUOUS failure means that it may have been started all the same
     */
    public Single<EgressInfo> start(String room, EgressRequest request) {
        return api.startEgress(Checks.notBlank("room", room), request);
    }

    /**
     * Stops an egress and confirms that it ended. Never fails: what went wrong is in the receipt. Callers that ask for
     * the same egress while a stop is in flight share that one, its deadline included.
     *
     * @param egressId the egress
     * @return how it ended, after at most a minute
     */
    public Single<StopReceipt> stop(String egressId) {
        return stopAnyway(StopOrder.of(egressId));
    }

    /** Whatever the host does, also if the stop is shared with somebody who would give it up for him. */
    Single<StopReceipt> stopAnyway(StopOrder order) {
        return Single.defer(() -> {
                    Stop stop = shared(order);
                    stop.work().insist();
                    return stop.receipt();
                })
                // given up in the very moment in which it was joined
                .flatMap(receipt ->
                        receipt instanceof StopReceipt.HostReturned ? stopAnyway(order) : Single.just(receipt));
    }

    Single<StopReceipt> stop(StopOrder order) {
        return Single.defer(() -> shared(order).receipt());
    }

    private Stop shared(StopOrder order) {
        return stopsInFlight.computeIfAbsent(order.egressId(), id -> {
            ConfirmedStop work = new ConfirmedStop(this, order);
            return new Stop(
                    work,
                    work.run()
                            .doOnEvent((receipt, error) -> {
                                stopsInFlight.remove(id);
                                if (receipt instanceof StopReceipt.DeadRecord) {
                                    deadRecords.add(id);
                                }
                            })
                            .cache());
        });
    }

    /**
     * Reads an egress.
     *
     * @param egressId the egress
     * @return what the server knows of it; empty if it knows no such egress, or it ended more than 24 h ago
     */
    public Maybe<EgressInfo> find(String egressId) {
        // an empty id would list every egress there is
        Checks.notBlank("egressId", egressId);
        return api.readEgress(egressId)
                .flattenAsObservable(items -> items)
                .filter(info -> info.getEgressId().equals(egressId))
                .firstElement()
                .onErrorComplete(EgressControl::isNotFound);
    }

    /**
     * Reads what runs in a room: STARTING, ACTIVE and ENDING.
     *
     * @param room the room's name
     * @return the egress there; also the records of workers that died, which stay for ever
     */
    public Single<List<EgressInfo>> active(String room) {
        return api.activeEgress(Checks.notBlank("room", room));
    }

    /** Of all rooms: a web page is recorded in none. */
    Single<List<EgressInfo>> activeAnywhere() {
        return api.activeEgress("");
    }

    /** The id of the room that has this name now; empty if none has. */
    Single<Optional<String>> roomId(String room) {
        return api.rooms(room)
                .map(rooms -> rooms.stream()
                        .filter(one -> one.getName().equals(room))
                        .map(Room::getSid)
                        .findFirst());
    }

    /** Whether the recorder of an egress is in its room: LiveKit lets it in under the id of the egress. */
    Single<Boolean> hasRecorder(EgressInfo info) {
        return api.participants(info.getRoomName())
                .map(all -> all.stream().anyMatch(one -> one.getIdentity().equals(info.getEgressId())));
    }

    /** Whether a stop has found it to be the record of a worker that died. */
    boolean isKnownDead(EgressInfo info) {
        return deadRecords.contains(info.getEgressId());
    }

    /** Takes in what a webhook says of an egress. */
    void tell(EgressInfo info) {
        told.tell(info);
    }

    /** What webhooks say of an egress, from now on. */
    Flowable<EgressInfo> told(String egressId) {
        return told.of(egressId);
    }

    static LiveKitException unknown(String egressId) {
        return LiveKitException.of(404, "not_found", "the server knows no egress " + egressId);
    }

    /**
     * What becomes of an egress, as it is read and as it is told, as long as somebody listens. Fails with
     * {@code not_found} once the server has forgotten it.
     */
    Flowable<EgressInfo> watch(String egressId, Scheduler scheduler, BooleanSupplier isLive) {
        AtomicBoolean seen = new AtomicBoolean();
        Maybe<EgressInfo> look = find(egressId)
                .doOnSuccess(info -> seen.set(true))
                .switchIfEmpty(Maybe.defer(() -> seen.get() ? Maybe.error(unknown(egressId)) : Maybe.empty()));
        // a stop looks for itself
        Flowable<EgressInfo> read = Maybe.defer(() -> stopsInFlight.containsKey(egressId) ? Maybe.empty() : look)
                .toFlowable()
                .doOnError(error -> log.debug("{} cannot be looked at", egressId, error))
                .onErrorComplete(error -> !isNotFound(error))
                .repeatWhen(looked -> looked.delay(ignored ->
                        Flowable.timer(pauseUntilNextLook(isLive.getAsBoolean()), TimeUnit.MILLISECONDS, scheduler)));
        return Flowable.merge(read, told(egressId))
                .doOnSubscribe(begun -> watched.incrementAndGet())
                .doFinally(watched::decrementAndGet);
    }

    /** All looks together are kept to what a server hardly notices, however many egress are watched. */
    private long pauseUntilNextLook(boolean live) {
        long wanted = live ? LOOK_EVERY_MILLIS_WHEN_LIVE : LOOK_EVERY_MILLIS_UNTIL_LIVE;
        return Math.max(wanted, watched.get() * 1_000L / LOOKS_A_SECOND);
    }

    /** When to look whether a stopped egress has ended: of many stops, once all of them could be sent. */
    Duration firstLook() {
        Duration allSent = ROOM_FOR_A_STOP.multipliedBy(stopsInFlight.size());
        return allSent.compareTo(FIRST_LOOK_AFTER_STOP) < 0 ? FIRST_LOOK_AFTER_STOP : allSent;
    }

    Single<EgressInfo> stopOnce(String egressId) {
        return api.stopEgress(egressId);
    }

    /** A stop that was asked for and is under way before it can be sent; {@link #stopsUnderWay} waits for it too. */
    void keep(Single<StopReceipt> stop) {
        asked.add(stop);
        stop.subscribe((receipt, error) -> asked.remove(stop));
    }

    /** Completes once the stops that were asked for have ended, each within its deadline. */
    Completable stopsUnderWay() {
        return Completable.mergeDelayError(
                Stream.concat(asked.stream(), stopsInFlight.values().stream().map(Stop::receipt))
                        .map(Single::ignoreElement)
                        .toList());
    }

    static boolean isNotFound(Throwable error) {
        return error instanceof LiveKitException failed && failed.isNotFound();
    }

    static boolean isTerminal(EgressStatus status) {
        return EgressStatuses.isTerminal(status);
    }
}
