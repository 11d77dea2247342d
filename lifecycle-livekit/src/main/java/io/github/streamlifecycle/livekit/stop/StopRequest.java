package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.livekit.calls.ForeignCode;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * The wish of one caller that an egress be stopped. Callers that want the same egress stopped at the same time share one
 * stop, and each keeps what is in its own request.
 *
 * @param egressId the egress
 * @param deadline the longest time from the request to its receipt
 * @param scheduler the scheduler on which the deadline passes; that of the first request also times the tries
 * @param unwanted asked before every try. A stop that the server has not accepted is withdrawn if it is unwanted by
 *     all who share it
 * @param onSent told the number of every StopEgress call, from 1 on, as soon as it was sent
 */
public record StopRequest(
        String egressId, Duration deadline, Scheduler scheduler, BooleanSupplier unwanted, IntConsumer onSent) {
    /** The deadline of a stop for which none is given. */
    public static final Duration DEADLINE = Duration.ofMinutes(1);

    /**
     * Checks the id.
     *
     * @param egressId the egress
     * @param deadline the longest time from the request to its receipt
     * @param scheduler the scheduler on which the deadline passes
     * @param unwanted asked before every try
     * @param onSent told the number of every StopEgress call
     */
    public StopRequest {
        Checks.notBlank("egressId", egressId);
    }

    /**
     * Returns the request of a stop that is final and may take a minute.
     *
     * @param egressId the egress
     * @return the request
     */
    public static StopRequest of(String egressId) {
        return new StopRequest(egressId, DEADLINE, AutoStop.defaultScheduler(), () -> false, number -> {});
    }

    /**
     * Returns this request with another deadline.
     *
     * @param changed the longest time from the request to its receipt
     * @param where the scheduler on which the deadline passes
     * @return the changed request
     */
    public StopRequest within(Duration changed, Scheduler where) {
        return new StopRequest(egressId, changed, where, unwanted, onSent);
    }

    /**
     * Returns this request as one that may be withdrawn.
     *
     * @param changed asked before every try; true if the stop is unwanted by now
     * @return the changed request
     */
    public StopRequest unless(BooleanSupplier changed) {
        return new StopRequest(egressId, deadline, scheduler, changed, onSent);
    }

    /**
     * Returns this request with another callback.
     *
     * @param changed told the number of every StopEgress call, from 1 on
     * @return the changed request
     */
    public StopRequest telling(IntConsumer changed) {
        return new StopRequest(egressId, deadline, scheduler, unwanted, changed);
    }

    /** Returns whether the stop is still wanted; a predicate that throws has not withdrawn it. */
    boolean isWanted() {
        return !ForeignCode.ask("the predicate of a stop", unwanted, false);
    }

    void tellSent(int number) {
        ForeignCode.run("the callback of a stop", () -> onSent.accept(number));
    }
}
