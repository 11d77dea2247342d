package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.calls.EgressCalls;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stops in flight: at most one for each egress, shared by all who want it.
 *
 * <ul>
 *   <li>Each caller has its own deadline, counted from its own request, and its own callback.
 *   <li>A stop is withdrawn only if none of its callers wants it any more. A caller that joins in the moment in which
 *       that is decided, and wants it, gets a stop of its own.
 *   <li>A stop that nobody waits for any more, because all deadlines have passed, ends.
 * </ul>
 */
public final class EgressStops {
    private static final Logger log = LoggerFactory.getLogger(EgressStops.class);
    /** For so long a record is taken to be dead; a worker that was wrongly thought so is tried again after it. */
    private static final Duration QUARANTINE = Duration.ofMinutes(10);

    private final EgressCalls calls;
    private final Scheduler clock;
    private final Map<String, SharedStop> inFlight = new ConcurrentHashMap<>();
    private final Set<Single<StopReceipt>> asked = ConcurrentHashMap.newKeySet();
    /** Dead records, and when their quarantine ends. */
    private final Map<String, Long> deadUntil = new ConcurrentHashMap<>();

    /**
     * Creates the stops of a server.
     *
     * @param calls the ways to it
     * @param clock the clock of the quarantine
     */
    public EgressStops(EgressCalls calls, Scheduler clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Returns the receipt of a stop that is carried out once subscribed to, also if the subscriber leaves.
     *
     * @param request the wish of one caller
     * @return the receipt of that caller; it never fails
     */
    public Single<StopReceipt> stop(StopRequest request) {
        return Single.defer(() -> join(request))
                .flatMap(receipt ->
                        receipt instanceof HostReturned && request.isWanted() ? stop(request) : Single.just(receipt))
                .doOnSuccess(EgressStops::log);
    }

    private Single<StopReceipt> join(StopRequest request) {
        while (true) {
            Optional<Single<StopReceipt>> joined = inFlight.computeIfAbsent(
                            request.egressId(), id -> new SharedStop(request, calls, inFlight::size, this::remove))
                    .join(request);
            if (joined.isPresent()) {
                return joined.get();
            }
        }
    }

    private void remove(SharedStop over, StopReceipt receipt) {
        receipt.egressId().ifPresent(id -> {
            inFlight.remove(id, over);
            if (receipt instanceof StopReceipt.DeadRecord) {
                forgetOldFindings();
                deadUntil.put(id, now() + QUARANTINE.toNanos());
            }
        });
    }

    private static void log(StopReceipt receipt) {
        if (receipt instanceof StopReceipt.GaveUp gaveUp) {
            log.warn("gave up stopping {}, which may still be running: {}", gaveUp.id(), gaveUp);
        } else {
            log.info("stop ended: {}", receipt);
        }
    }

    /**
     * Returns whether an egress is being stopped.
     *
     * @param egressId the egress
     * @return true while a stop of it is under way
     */
    public boolean isInFlight(String egressId) {
        return inFlight.containsKey(egressId);
    }

    /**
     * Returns whether a stop found an egress to be the record of a dead worker, not long ago.
     *
     * @param egressId the egress
     * @return true while that finding holds
     */
    public boolean isKnownDead(String egressId) {
        forgetOldFindings();
        return deadUntil.containsKey(egressId);
    }

    private void forgetOldFindings() {
        deadUntil.values().removeIf(until -> until - now() <= 0);
    }

    private long now() {
        return clock.now(TimeUnit.NANOSECONDS);
    }

    /**
     * Takes in a stop that was decided before it can be sent, so that {@link #underWay} waits for it too.
     *
     * @param stop the stop, which is subscribed to
     */
    public void keep(Single<StopReceipt> stop) {
        asked.add(stop);
        stop.subscribe((receipt, error) -> asked.remove(stop));
    }

    /**
     * Completes once all stops that were asked for by now have ended.
     *
     * @return the end of those stops; it never fails
     */
    public Completable underWay() {
        return Completable.merge(Stream.concat(
                        asked.stream().map(stop -> stop.ignoreElement().onErrorComplete()),
                        inFlight.values().stream().map(SharedStop::ended))
                .toList());
    }
}
