package io.github.streamlifecycle.core.bench;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import io.github.streamlifecycle.core.rx.SharedStepping;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One step of the machine, bare and thread-safe, beside a bare compare-and-set. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Script.LEVELS)
public class StepBenchmark {
    private final Signal[] signals = Script.signals();
    private final SharedStepping shared = new SharedStepping();
    private final AtomicLong word = new AtomicLong();
    private EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();

    @Benchmark
    public int step() {
        EdgeTriggeredStopper now = stopper;
        int stops = 0;
        for (Signal signal : signals) {
            Transition step = now.on(signal);
            stops += step.decision() == Decision.STOP ? 1 : 0;
            now = step.next();
        }
        stopper = now;
        return stops;
    }

    @Benchmark
    public long sharedStep() {
        long last = 0;
        for (Signal signal : signals) {
            last ^= shared.tell(signal);
        }
        return last;
    }

    /** The lower bound of any thread-safe step. */
    @Benchmark
    public boolean compareAndSet() {
        boolean set = true;
        for (Signal signal : signals) {
            long now = word.get();
            set &= word.compareAndSet(now, now + signal.hashCode());
        }
        return set;
    }
}
