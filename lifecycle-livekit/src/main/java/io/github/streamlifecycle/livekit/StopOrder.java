package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.checks.Checks;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * What is to be stopped, for how long it is tried, and until when it is wanted.
 *
 * @param egressId the egress
 * @param deadline for how long it is tried and its end awaited
 * @param scheduler where time passes
 * @param hostIsBack asked before every try; once true the stop is not wanted any more
 * @param onTry told the number of every try, from 1 on
 */
record StopOrder(
        String egressId, Duration deadline, Scheduler scheduler, BooleanSupplier hostIsBack, IntConsumer onTry) {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    StopOrder {
        Checks.notBlank("egressId", egressId);
    }

    /** Within a minute, whatever the host does. */
    static StopOrder of(String egressId) {
        return new StopOrder(egressId, DEADLINE, Schedulers.computation(), () -> false, number -> {});
    }

    StopOrder within(Duration changed, Scheduler where) {
        return new StopOrder(egressId, changed, where, hostIsBack, onTry);
    }

    StopOrder unless(BooleanSupplier changed) {
        return new StopOrder(egressId, deadline, scheduler, changed, onTry);
    }

    StopOrder telling(IntConsumer changed) {
        return new StopOrder(egressId, deadline, scheduler, hostIsBack, changed);
    }
}
