package io.github.streamlifecycle.core.rx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The control: a stopper in a volatile field, without compare-and-set, which must be caught stopping twice. */
@JCStressTest
@Outcome(id = "STOP, NONE", expect = ACCEPTABLE, desc = "the feed saw the fall")
@Outcome(id = "NONE, STOP", expect = ACCEPTABLE, desc = "the timer saw the fall")
@State
public class RacyStopperStress {
    private final Racy stopper = new Racy();

    public RacyStopperStress() {
        stopper.on(Signal.STREAMING_ON);
        stopper.on(Signal.HOSTING_UP);
        stopper.on(Signal.HOSTING_SUSPECT);
    }

    @Actor
    public void feed(LL_Result r) {
        r.r1 = stopper.on(Signal.HOSTING_DOWN);
    }

    @Actor
    public void timer(LL_Result r) {
        r.r2 = stopper.on(Signal.GRACE_ELAPSED);
    }

    /** A stopper whose steps are not atomic, and let others go first, so that a busy machine shows it too. */
    static final class Racy {
        private volatile EdgeTriggeredStopper now = EdgeTriggeredStopper.initial();

        @SuppressWarnings("ThreadPriorityCheck")
        String on(Signal signal) {
            Transition step = now.on(signal);
            Thread.yield();
            now = step.next();
            return step.decision().name();
        }
    }
}
