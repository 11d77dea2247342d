package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lincheck runs of random programs of two threads in many interleavings: all they see of a {@link SharedStopper}, a
 * single thread could have seen of the machine and two counters. Short by default, long with {@code -Pstress}.
 */
class LinearizabilityTest {
    private static final int PROGRAMS = Boolean.getBoolean("stress.long") ? 500 : 12;
    private static final int INTERLEAVINGS = Boolean.getBoolean("stress.long") ? 5_000 : 200;

    @Test
    @Tag("P2")
    @Tag("P3")
    void everyStepOfTheSharedStopperIsAtomic() {
        options().checkObstructionFreedom(true).check(Shared.class);
    }

    @Test
    void racyTwinIsCaught() {
        assertThatThrownBy(() -> options().check(Racy.class)).isInstanceOf(LincheckAssertionError.class);
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .sequentialSpecification(Alone.class)
                .threads(2)
                .actorsBefore(3)
                .actorsPerThread(3)
                .actorsAfter(2)
                .iterations(PROGRAMS)
                .invocationsPerIteration(INTERLEAVINGS);
    }

    /** The signals of a stopper; late answers name the n-th grace period or the n-th stop. */
    @Param(name = "number", gen = IntGen.class, conf = "0:2")
    public abstract static class Stopper {
        abstract String tell(Signal signal);

        abstract String elapsed(int number);

        abstract String failed(int number);

        abstract String withdrawn(int number);

        @Operation
        public String up() {
            return tell(Signal.HOSTING_UP);
        }

        @Operation
        public String suspect() {
            return tell(Signal.HOSTING_SUSPECT);
        }

        @Operation
        public String down() {
            return tell(Signal.HOSTING_DOWN);
        }

        @Operation
        public String on() {
            return tell(Signal.STREAMING_ON);
        }

        @Operation
        public String off() {
            return tell(Signal.STREAMING_OFF);
        }

        @Operation
        public String graceElapsed(@Param(name = "number") int number) {
            return elapsed(number);
        }

        @Operation
        public String stopFailed(@Param(name = "number") int number) {
            return failed(number);
        }

        @Operation
        public String stopWithdrawn(@Param(name = "number") int number) {
            return withdrawn(number);
        }
    }

    public static class Shared extends Stopper {
        private static final int GRACE_SHIFT = 10;
        private static final int STOP_SHIFT = 37;

        private final SharedStopper stopper = new SharedStopper();

        @Override
        String tell(Signal signal) {
            return decoded(stopper.on(signal));
        }

        @Override
        String elapsed(int number) {
            return decoded(stopper.graceElapsed((long) number << GRACE_SHIFT));
        }

        @Override
        String failed(int number) {
            return decoded(stopper.stopFailed((long) number << STOP_SHIFT));
        }

        @Override
        String withdrawn(int number) {
            return decoded(stopper.stopWithdrawn((long) number << STOP_SHIFT));
        }

        private static String decoded(long word) {
            int graces = (int) (word >>> GRACE_SHIFT) & 0x7FF_FFFF;
            return SharedStopper.decision(word) + " " + graces + " " + (word >>> STOP_SHIFT);
        }
    }

    /** The machine and two counters. */
    public static class Alone extends Stopper {
        private EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        private int graces;
        private int stops;

        @Override
        String tell(Signal signal) {
            Transition step = stopper.on(signal);
            stopper = step.next();
            graces += step.decision() == Decision.START_GRACE ? 1 : 0;
            stops += step.decision() == Decision.STOP ? 1 : 0;
            return step.decision() + " " + graces + " " + stops;
        }

        @Override
        String elapsed(int number) {
            return number == graces ? tell(Signal.GRACE_ELAPSED) : Decision.NONE + " " + graces + " " + stops;
        }

        @Override
        String failed(int number) {
            return ofStop(number, Signal.STOP_FAILED);
        }

        @Override
        String withdrawn(int number) {
            return ofStop(number, Signal.STOP_WITHDRAWN);
        }

        private String ofStop(int number, Signal signal) {
            return number == stops ? tell(signal) : Decision.NONE + " " + graces + " " + stops;
        }
    }

    /** The control, whose steps are not atomic. */
    public static class Racy extends Alone {}
}
