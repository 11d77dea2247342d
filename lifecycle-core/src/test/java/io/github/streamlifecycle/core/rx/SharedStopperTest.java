package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The layout of the word and its numbers, on one thread. */
class SharedStopperTest {
    private static final Signal[] SIGNALS = Signal.values();
    private static final int STATE_SHIFT = 2;
    private static final int GRACE_SHIFT = 10;
    private static final int STOP_SHIFT = 37;

    private final SharedStopper stopper = new SharedStopper();

    @Test
    void everySignalFollowsEveryOther() {
        Set<List<Signal>> pairs = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            pairs.add(List.of(SharedStepping.signal(i), SharedStepping.signal(i + 1)));
        }
        assertThat(pairs).hasSize(SIGNALS.length * SIGNALS.length);
    }

    @Test
    void stepsAreThoseOfTheMachine() {
        EdgeTriggeredStopper alone = EdgeTriggeredStopper.initial();
        for (int i = 0; i < 10_000; i++) {
            Signal signal = SharedStepping.signal(i);
            assertThat(SharedStopper.decision(tell(signal)))
                    .isEqualTo(alone.on(signal).decision());
            alone = alone.on(signal).next();
            assertThat(stopper.get()).isSameAs(alone);
        }
    }

    @Test
    void stepReturnsTheWholeWord() {
        stopper.on(Signal.STREAMING_ON);
        assertWord(stopper.on(Signal.HOSTING_UP), Decision.NONE, "UP/ON", 0, 0);
        assertWord(stopper.on(Signal.HOSTING_SUSPECT), Decision.START_GRACE, "SUSPECT/ON", 1, 0);
        assertWord(stopper.on(Signal.HOSTING_UP), Decision.CANCEL_GRACE, "UP/ON", 1, 0);
        long started = stopper.on(Signal.HOSTING_SUSPECT);
        assertWord(started, Decision.START_GRACE, "SUSPECT/ON", 2, 0);
        long decided = stopper.graceElapsed(started);
        assertWord(decided, Decision.STOP, "DOWN/STOPPING", 2, 1);
        assertWord(stopper.stopFailed(decided), Decision.NONE, "DOWN/ON", 2, 1);
        stopper.on(Signal.HOSTING_UP);
        assertWord(stopper.on(Signal.HOSTING_DOWN), Decision.STOP, "DOWN/STOPPING", 2, 2);
    }

    @Test
    void answerWithAnOldNumberReturnsTheWordAsItIs() {
        stopper.on(Signal.STREAMING_ON);
        stopper.on(Signal.HOSTING_UP);
        long firstGrace = stopper.on(Signal.HOSTING_SUSPECT);
        stopper.on(Signal.HOSTING_UP);
        stopper.on(Signal.HOSTING_SUSPECT);
        assertWord(stopper.graceElapsed(firstGrace), Decision.NONE, "SUSPECT/ON", 2, 0);
        long firstStop = stopper.on(Signal.HOSTING_DOWN);
        stopper.on(Signal.STREAMING_OFF);
        stopper.on(Signal.STREAMING_ON);
        stopper.on(Signal.HOSTING_UP);
        stopper.on(Signal.HOSTING_DOWN);
        assertWord(stopper.stopFailed(firstStop), Decision.NONE, "DOWN/STOPPING", 2, 2);
    }

    @Test
    void stopDecidedAgainHasANewNumber() {
        stopper.on(Signal.STREAMING_ON);
        stopper.on(Signal.HOSTING_UP);
        long first = stopper.on(Signal.HOSTING_DOWN);
        long second = stopper.stopWithdrawn(first);
        assertWord(second, Decision.STOP, "DOWN/STOPPING", 0, 2);
        assertWord(stopper.stopWithdrawn(first), Decision.NONE, "DOWN/STOPPING", 0, 2);
        assertWord(stopper.stopFailed(first), Decision.NONE, "DOWN/STOPPING", 0, 2);
        stopper.on(Signal.HOSTING_UP);
        assertWord(stopper.stopWithdrawn(second), Decision.NONE, "UP/ON", 0, 2);
        assertWord(stopper.on(Signal.HOSTING_DOWN), Decision.STOP, "DOWN/STOPPING", 0, 3);
        assertWord(stopper.stopWithdrawn(second), Decision.NONE, "DOWN/STOPPING", 0, 3);
    }

    @Test
    void eightSignalsFillTheTable() {
        assertThat(SIGNALS).hasSize(1 << 3);
    }

    private long tell(Signal signal) {
        return switch (signal) {
            case GRACE_ELAPSED -> stopper.graceElapsed(present());
            case STOP_FAILED -> stopper.stopFailed(present());
            case STOP_WITHDRAWN -> stopper.stopWithdrawn(present());
            default -> stopper.on(signal);
        };
    }

    /** Returns the present word, which is the answer to any number that is far off. */
    private long present() {
        return stopper.graceElapsed(-1L);
    }

    private static void assertWord(long word, Decision decision, String state, long graces, long stops) {
        assertThat(SharedStopper.decision(word)).isEqualTo(decision);
        assertThat(EdgeTriggeredStopper.fromByte((byte) ((word >>> STATE_SHIFT) & 0xFF)))
                .hasToString(state);
        assertThat((word >>> GRACE_SHIFT) & 0x7FF_FFFF).isEqualTo(graces);
        assertThat(word >>> STOP_SHIFT).isEqualTo(stops);
    }
}
