package io.github.streamlifecycle.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.streamlifecycle.core.rx.SharedStepping;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Steps allocate nothing. Nanoseconds are not judged here. */
class NoAllocationTest {
    private static final int STEPS = 10_000_000;
    /** An allowance for the measurement itself; one byte per step would be ten million. */
    private static final long NOISE = 100_000;

    private EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();

    @Test
    void stepAllocatesNothing() {
        assertThat(bytesOf(this::steps)).isLessThan(NOISE);
        assertThat(stopper.toByte()).isNotNegative();
    }

    @Test
    void sharedStepAllocatesNothing() {
        SharedStepping shared = new SharedStepping();
        assertThat(bytesOf(() -> shared.steps(STEPS))).isLessThan(NOISE);
    }

    @Test
    void allocationWouldBeSeen() {
        assertThat(bytesOf(this::allocatingSteps)).isGreaterThan(STEPS);
    }

    private void steps() {
        EdgeTriggeredStopper now = stopper;
        for (int i = 0; i < STEPS; i++) {
            now = EdgeTriggeredStopper.fromByte(
                    now.on(SharedStepping.signal(i)).next().toByte());
        }
        stopper = now;
    }

    private void allocatingSteps() {
        Transition[] kept = new Transition[16];
        for (int i = 0; i < STEPS; i++) {
            kept[i % kept.length] = new Transition(stopper, Decision.NONE);
        }
        assertThat(kept).doesNotContainNull();
    }

    private static long bytesOf(Runnable work) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run();
        long before = thread.getCurrentThreadAllocatedBytes();
        work.run();
        return thread.getCurrentThreadAllocatedBytes() - before;
    }
}
