package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.calls.EgressCalls;
import io.github.streamlifecycle.livekit.calls.EgressLooks;
import io.github.streamlifecycle.livekit.calls.EgressReads;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.start.EgressStarts;
import io.github.streamlifecycle.livekit.stop.EgressStops;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.BooleanSupplier;
import livekit.LivekitEgress.EgressInfo;

/**
 * The egress of a server, for those who need no guard: starts, confirmed stops and reads.
 *
 * <p>Every method returns a cold source that calls the server once subscribed to, and fails with a
 * {@link LiveKitException} only. Results are signalled on a thread of the HTTP client or on the one that found the end
 * of an egress; do not block there.
 *
 * @since 0.1.0
 */
public final class EgressControl {
    private static final int CALLS_AT_ONCE = 64;

    private final EgressCalls calls;
    private final EgressStops stops;
    private final EgressLooks looks;
    private final EgressStarts starts;

    EgressControl(ServerApi api) {
        this(api, CALLS_AT_ONCE, AutoStop.defaultScheduler());
    }

    /**
     * Creates the control of a server.
     *
     * @param callsAtOnce how many stops may be on their way at the same time; looks take less
     * @param scheduler the clock, and the timer of calls that are not answered
     */
    EgressControl(ServerApi api, int callsAtOnce, Scheduler scheduler) {
        this.calls = EgressCalls.of(api, callsAtOnce, scheduler);
        this.stops = new EgressStops(calls, scheduler);
        this.looks = new EgressLooks(calls, stops::isInFlight);
        this.starts = new EgressStarts(calls.api());
    }

    /**
     * Starts an egress. Nothing is stopped first and nothing is guarded.
     *
     * @param room the room's name
     * @param request the egress to start
     * @return the egress, STARTING; an AMBIGUOUS failure means that it may have been started all the same
     */
    public Single<EgressInfo> start(String room, EgressRequest request) {
        return starts.send(Checks.notBlank("room", room), request);
    }

    /**
     * Stops an egress and confirms that it ended. Never fails: the receipt says what went wrong. The stop is carried
     * out also if the subscriber leaves.
     *
     * <p>Callers that want the same egress stopped at the same time share one stop, each for up to its own deadline. If
     * one of them is a guard whose host returns, the stop goes on for the others.
     *
     * @param egressId the egress
     * @return how it ended, after at most a minute
     */
    public Single<StopReceipt> stop(String egressId) {
        return stop(StopRequest.of(egressId));
    }

    Single<StopReceipt> stop(StopRequest request) {
        return stops.stop(request);
    }

    /**
     * Reads an egress.
     *
     * @param egressId the egress
     * @return the egress as the server knows it; empty if it knows no such egress, or it ended more than 24 h ago
     */
    public Maybe<EgressInfo> find(String egressId) {
        return calls.reads().find(egressId);
    }

    /**
     * Reads the egress that run in a room: STARTING, ACTIVE and ENDING.
     *
     * @param room the room's name
     * @return the egress there; also the records of workers that died, which stay for ever
     */
    public Single<List<EgressInfo>> active(String room) {
        return calls.reads().active(room);
    }

    EgressReads reads() {
        return calls.reads();
    }

    EgressStops stops() {
        return stops;
    }

    EgressStarts starts() {
        return starts;
    }

    /** Takes in what a webhook says of an egress. */
    void tell(EgressInfo info) {
        calls.updates().tell(info);
    }

    /** Returns an egress as {@link EgressLooks#of} does. */
    Flowable<EgressInfo> watch(String egressId, Scheduler scheduler, BooleanSupplier isLive) {
        return looks.of(egressId, scheduler, isLive);
    }

    /** Takes in a stop that was decided before it can be sent; {@link #stopsUnderWay} waits for it too. */
    void keep(Single<StopReceipt> stop) {
        stops.keep(stop);
    }

    /** Completes once the stops that were asked for by now have ended, each within its deadline. */
    Completable stopsUnderWay() {
        return stops.underWay();
    }
}
