package io.github.streamlifecycle.core.rx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.github.streamlifecycle.core.Signal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Races of two threads on a {@link SharedStopper}. A result is the decision of each thread and the final state; one that
 * is not listed is forbidden. {@link StressTest} runs them.
 */
public final class SharedStopperStress {
    private SharedStopperStress() {}

    static final class Sut {
        final SharedStopper stopper = new SharedStopper();

        Sut after(Signal... signals) {
            for (Signal signal : signals) {
                stopper.on(signal);
            }
            return this;
        }

        String on(Signal signal) {
            return name(stopper.on(signal));
        }

        String graceElapsed(long started) {
            return name(stopper.graceElapsed(started));
        }

        String stopFailed(long decided) {
            return name(stopper.stopFailed(decided));
        }

        String stopWithdrawn(long decided) {
            return name(stopper.stopWithdrawn(decided));
        }

        private static String name(long step) {
            return SharedStopper.decision(step).name();
        }

        String state() {
            return stopper.get().toString();
        }
    }

    @JCStressTest
    @Outcome(id = "STOP, NONE, DOWN/STOPPING", expect = ACCEPTABLE, desc = "the feed saw the fall")
    @Outcome(id = "NONE, STOP, DOWN/STOPPING", expect = ACCEPTABLE, desc = "the timer saw the fall")
    @State
    public static class FallSeenTwice {
        private final Sut sut = new Sut().after(Signal.STREAMING_ON, Signal.HOSTING_UP);
        private final long started = sut.stopper.on(Signal.HOSTING_SUSPECT);

        @Actor
        public void feed(LLL_Result r) {
            r.r1 = sut.on(Signal.HOSTING_DOWN);
        }

        @Actor
        public void timer(LLL_Result r) {
            r.r2 = sut.graceElapsed(started);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = sut.state();
        }
    }

    @JCStressTest
    @Outcome(id = "CANCEL_GRACE, NONE, UP/ON", expect = ACCEPTABLE, desc = "the host was back in time")
    @Outcome(id = "NONE, STOP, UP/STOPPING", expect = ACCEPTABLE, desc = "the grace period was over before")
    @State
    public static class HostBackAsGraceEnds {
        private final Sut sut = new Sut().after(Signal.STREAMING_ON, Signal.HOSTING_UP);
        private final long started = sut.stopper.on(Signal.HOSTING_SUSPECT);

        @Actor
        public void feed(LLL_Result r) {
            r.r1 = sut.on(Signal.HOSTING_UP);
        }

        @Actor
        public void timer(LLL_Result r) {
            r.r2 = sut.graceElapsed(started);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = sut.state();
        }
    }

    @JCStressTest
    @Outcome(id = "START_GRACE, NONE, SUSPECT/ON", expect = ACCEPTABLE, desc = "the old timer changes nothing")
    @Outcome(id = "START_GRACE, STOP, SUSPECT/STOPPING", expect = ACCEPTABLE, desc = "the timer was not old yet")
    @State
    public static class TimerAgainstTheNextSuspicion {
        private final Sut sut = new Sut().after(Signal.STREAMING_ON, Signal.HOSTING_UP);
        private final long started = sut.stopper.on(Signal.HOSTING_SUSPECT);

        @Actor
        public void feed(LLL_Result r) {
            sut.on(Signal.HOSTING_UP);
            r.r1 = sut.on(Signal.HOSTING_SUSPECT);
        }

        @Actor
        public void timer(LLL_Result r) {
            r.r2 = sut.graceElapsed(started);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = sut.state();
        }
    }

    @JCStressTest
    @Outcome(id = "STOP, NONE, DOWN/OFF", expect = ACCEPTABLE, desc = "the fall came first")
    @Outcome(id = "NONE, NONE, DOWN/OFF", expect = ACCEPTABLE, desc = "the user's stop came first")
    @State
    public static class UserStopsAsTheHostFalls {
        private final Sut sut = new Sut().after(Signal.STREAMING_ON, Signal.HOSTING_UP);

        @Actor
        public void host(LLL_Result r) {
            r.r1 = sut.on(Signal.HOSTING_DOWN);
        }

        @Actor
        public void streaming(LLL_Result r) {
            r.r2 = sut.on(Signal.STREAMING_OFF);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = sut.state();
        }
    }

    @JCStressTest
    @Outcome(id = "STOP, NONE, DOWN/STOPPING", expect = ACCEPTABLE, desc = "streaming came first")
    @Outcome(id = "NONE, NONE, DOWN/ON", expect = ACCEPTABLE, desc = "the fall came first")
    @State
    public static class StreamingBeginsAsTheHostFalls {
        private final Sut sut = new Sut().after(Signal.HOSTING_UP);

        @Actor
        public void host(LLL_Result r) {
            r.r1 = sut.on(Signal.HOSTING_DOWN);
        }

        @Actor
        public void streaming(LLL_Result r) {
            r.r2 = sut.on(Signal.STREAMING_ON);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = sut.state();
        }
    }

    @JCStressTest
    @Outcome(id = "STOP, NONE, DOWN/STOPPING", expect = ACCEPTABLE, desc = "an old failure arms no later session")
    @State
    public static class OldStopFailsInTheNextSession {
        private final Sut sut = new Sut().after(Signal.STREAMING_ON, Signal.HOSTING_UP);
        private final long decided = sut.stopper.on(Signal.HOSTING_DOWN);

        @Actor
        public void feeds(LLL_Result r) {
            sut.after(Signal.STREAMING_OFF, Signal.STREAMING_ON, Signal.HOSTING_UP);
            r.r1 = sut.on(Signal.HOSTING_DOWN);
        }

        @Actor
        public void action(LLL_Result r) {
            r.r2 = sut.stopFailed(decided);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = sut.state();
        }
    }

    @JCStressTest
    @Outcome(id = "STOP, NONE, DOWN/STOPPING", expect = ACCEPTABLE, desc = "withdrawn first, then the host fell")
    @Outcome(id = "NONE, STOP, DOWN/STOPPING", expect = ACCEPTABLE, desc = "the host fell first: stopped again")
    @State
    public static class StopWithdrawnAsTheHostFallsAgain {
        private final Sut sut = new Sut().after(Signal.STREAMING_ON, Signal.HOSTING_UP);
        private final long decided = sut.stopper.on(Signal.HOSTING_DOWN);

        public StopWithdrawnAsTheHostFallsAgain() {
            sut.after(Signal.HOSTING_UP);
        }

        @Actor
        public void feed(LLL_Result r) {
            r.r1 = sut.on(Signal.HOSTING_DOWN);
        }

        @Actor
        public void action(LLL_Result r) {
            r.r2 = sut.stopWithdrawn(decided);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = sut.state();
        }
    }

    @JCStressTest
    @Outcome(id = "NONE, NONE, UP/OFF", expect = ACCEPTABLE, desc = "the user's stop is final")
    @State
    public static class StopWithdrawnAsTheUserStops {
        private final Sut sut = new Sut().after(Signal.STREAMING_ON, Signal.HOSTING_UP);
        private final long decided = sut.stopper.on(Signal.HOSTING_DOWN);

        public StopWithdrawnAsTheUserStops() {
            sut.after(Signal.HOSTING_UP);
        }

        @Actor
        public void streaming(LLL_Result r) {
            r.r1 = sut.on(Signal.STREAMING_OFF);
        }

        @Actor
        public void action(LLL_Result r) {
            r.r2 = sut.stopWithdrawn(decided);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = sut.state();
        }
    }
}
