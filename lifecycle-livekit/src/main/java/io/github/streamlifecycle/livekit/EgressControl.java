package io.github.streamlifecycle.livekit;

import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;

/**
 * Starts, stops and reads egress. Every method returns a cold source that calls the server once subscribed to, and
 * fails with a {@link LiveKitException} only.
 *
 * @since 0.1.0
 */
public final class EgressControl {
    private final ServerApi api;
    private final Map<String, Single<StopReceipt>> stopsInFlight = new ConcurrentHashMap<>();
    private final Set<Single<StopReceipt>> asked = ConcurrentHashMap.newKeySet();

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
        Inputs.named("room", room);
        return api.startEgress(room, request);
    }

    /**
     * Stops an egress and confirms that it ended. Never fails: what went wrong is in the receipt. Callers that ask for
     * the same egress while a stop is in flight share that one, its deadline included.
     *
     * @param egressId the egress
     * @return how it ended, after at most a minute
     */
    public Single<StopReceipt> stop(String egressId) {
        return stop(egressId, ConfirmedStop.DEADLINE, Schedulers.computation(), attempt -> {});
    }

    Single<StopReceipt> stop(String egressId, Duration deadline, Scheduler scheduler, IntConsumer onAttempt) {
        Inputs.named("egressId", egressId);
        return Single.defer(() -> stopsInFlight.computeIfAbsent(
                egressId,
                id -> new ConfirmedStop(this, id, deadline, scheduler, onAttempt)
                        .run()
                        .doOnEvent((receipt, error) -> stopsInFlight.remove(id))
                        .cache()));
    }

    /**
     * Reads an egress.
     *
     * @param egressId the egress
     * @return what the server knows of it; empty if it knows no such egress, or it ended more than 24 h ago
     */
    public Maybe<EgressInfo> find(String egressId) {
        // an empty id would list every egress there is
        Inputs.named("egressId", egressId);
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
        Inputs.named("room", room);
        return api.activeEgress(room);
    }

    Single<EgressInfo> stopOnce(String egressId) {
        return api.stopEgress(egressId);
    }

    /** A stop that was asked for and is under way before it can be sent; {@link #awaitStops} waits for it too. */
    void keep(Single<StopReceipt> stop) {
        asked.add(stop);
        stop.subscribe((receipt, error) -> asked.remove(stop));
    }

    /** Blocks until the stops that were asked for have ended, each within its deadline. */
    void awaitStops() {
        Stream.concat(asked.stream(), stopsInFlight.values().stream())
                .forEach(stop -> stop.ignoreElement().onErrorComplete().blockingAwait());
    }

    static boolean isNotFound(Throwable error) {
        return error instanceof LiveKitException failed
                && failed.code().filter("not_found"::equals).isPresent();
    }

    static boolean isTerminal(EgressStatus status) {
        return switch (status) {
            case EGRESS_COMPLETE, EGRESS_FAILED, EGRESS_ABORTED, EGRESS_LIMIT_REACHED -> true;
            case EGRESS_STARTING, EGRESS_ACTIVE, EGRESS_ENDING, UNRECOGNIZED -> false;
        };
    }
}
