package io.github.streamlifecycle.core.rx;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Races between the ends of feeds, timers and stops, counting stops and terminal events. {@link StressTest} runs them. */
public final class GuardLoopStress {
    private GuardLoopStress() {}

    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "ended once, nothing stopped")
    @State
    public static class BothFeedsEnd {
        private final Rig rig = Rig.withGrace().up().down();

        @Actor
        public void host() {
            rig.host.onComplete();
        }

        @Actor
        public void streaming() {
            rig.streaming.onComplete();
        }

        @Arbiter
        public void end(II_Result r) {
            tell(rig, r);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "stopped once, ended once")
    @State
    public static class HostFeedEndsAsGraceDoes {
        private final LateScheduler late = new LateScheduler();
        private final Rig rig = Rig.with(plan -> plan.grace(Rig.GRACE).scheduler(late));

        public HostFeedEndsAsGraceDoes() {
            rig.on().up().suspect();
        }

        @Actor
        public void host() {
            rig.host.onComplete();
        }

        @Actor
        public void timer() {
            late.run(0);
        }

        @Arbiter
        public void end(II_Result r) {
            late.runAll(); // the timer leaves the stop to the Scheduler if the feeds have just ended
            rig.stopped();
            tell(rig, r);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the receipt is there before the end")
    @State
    public static class HostFeedEndsAsTheStopDoes {
        private final Rig rig = Rig.withGrace().on().up().down();

        @Actor
        public void host() {
            rig.host.onComplete();
        }

        @Actor
        public void action() {
            rig.stopped();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = rig.receipts.values().size();
            r.r2 = ends(rig);
        }
    }

    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the timer was too late")
    @State
    public static class StreamingFeedEndsAsGraceDoes {
        private final LateScheduler late = new LateScheduler();
        private final Rig rig = Rig.with(plan -> plan.grace(Rig.GRACE).scheduler(late));

        public StreamingFeedEndsAsGraceDoes() {
            rig.up().suspect();
        }

        @Actor
        public void streaming() {
            rig.streaming.onComplete();
        }

        @Actor
        public void timer() {
            late.run(0);
        }

        @Arbiter
        public void end(II_Result r) {
            tell(rig, r);
        }
    }

    @JCStressTest
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "both receipts, then the end")
    @State
    public static class TwoStopsEndAtOnce {
        private final Rig rig = Rig.withGrace().on().up().down().off().on().up();

        public TwoStopsEndAtOnce() {
            rig.host.onComplete();
        }

        @Actor
        public void first() {
            rig.stops.get(0).onComplete();
        }

        @Actor
        public void second() {
            rig.stops.get(1).onComplete();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = rig.receipts.values().size();
            r.r2 = ends(rig);
        }
    }

    @JCStressTest
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "stopped again, whichever came first; ended once")
    @State
    public static class HostFeedEndsAsTheStopIsWithdrawn {
        private final Rig rig = Rig.withdrawing().on().up().down().up();

        @Actor
        public void host() {
            rig.host.onComplete();
        }

        @Actor
        public void action() {
            rig.stops.get(0).onError(new Rig.Withdrawal());
        }

        @Arbiter
        public void end(II_Result r) {
            rig.after(Duration.ZERO).stopped();
            tell(rig, r);
        }
    }

    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "cancelled once, never during the call")
    @State
    public static class FeedsCloseDuringACall {
        private final FeedSubscriptions feeds = new FeedSubscriptions();
        private final AtomicInteger cancels = new AtomicInteger();

        public FeedsCloseDuringACall() {
            feeds.hosting.add(Disposable.fromAction(cancels::incrementAndGet));
        }

        @Actor
        public void feedsEnd() {
            feeds.close();
        }

        @Actor
        public void call(II_Result r) {
            if (feeds.enter()) {
                r.r1 = cancels.get();
                feeds.leave();
            }
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = cancels.get();
        }
    }

    private static void tell(Rig rig, II_Result r) {
        r.r1 = rig.stops.size();
        r.r2 = ends(rig);
    }

    /** Returns 1 if the result completed once; 0 if it did not, did so twice or failed. */
    private static int ends(Rig rig) {
        try {
            rig.receipts.assertNoErrors().assertComplete();
            return 1;
        } catch (AssertionError otherwise) {
            return 0;
        }
    }
}
