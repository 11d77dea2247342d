package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.Signal;
import org.junit.jupiter.api.Test;

/** The number of the grace period overflows after 134,217,728 of them and must not spill into the stop's number. */
class NumbersWrapTest {
    private static final int NUMBERS = 1 << 27;
    private static final int GRACE_SHIFT = 10;

    @Test
    void numberOfTheGracePeriodBeginsAgain() {
        SharedStopper stopper = new SharedStopper();
        stopper.on(Signal.STREAMING_ON);
        stopper.on(Signal.HOSTING_UP);
        long last = 0;
        for (int i = 0; i < NUMBERS; i++) {
            last = stopper.on(Signal.HOSTING_SUSPECT);
            stopper.on(Signal.HOSTING_UP);
        }
        assertThat(last >>> GRACE_SHIFT).isZero();
        long again = stopper.on(Signal.HOSTING_SUSPECT);
        assertThat(again >>> GRACE_SHIFT).isOne();
        assertThat(SharedStopper.decision(stopper.graceElapsed(last))).isEqualTo(Decision.NONE);
        assertThat(SharedStopper.decision(stopper.graceElapsed(again))).isEqualTo(Decision.STOP);
    }
}
