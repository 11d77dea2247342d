package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shell compared with the machine on all short sequences: it stops exactly when the machine decides to. */
@Tag("P1")
@Tag("P2")
@Tag("P3")
@Tag("P4")
@Tag("P5")
@Tag("P6")
@Tag("P7")
class ShellSequencesTest {
    private static final int LENGTH = 7;
    private static final Signal[] SIGNALS = Signal.values();

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    void shellStopsWhenTheMachineDoes() {
        int stops = compareAll(LENGTH - 1, sequence -> true);
        stops += compareAll(LENGTH, ShellSequencesTest::beginsWithAChange);
        assertThat(stops).as("stops seen").isGreaterThan(50_000);
    }

    /** Any other first signal changes nothing, so the rest is one of the shorter sequences. */
    private static boolean beginsWithAChange(Signal[] sequence) {
        return sequence[0] == Signal.HOSTING_UP || sequence[0] == Signal.STREAMING_ON;
    }

    private static int compareAll(int length, Predicate<Signal[]> filter) {
        int stops = 0;
        int sequences = (int) Math.pow(SIGNALS.length, length);
        for (int code = 0; code < sequences; code++) {
            Signal[] sequence = sequence(code, length);
            stops += filter.test(sequence) ? compare(sequence) : 0;
        }
        return stops;
    }

    private static int compare(Signal[] sequence) {
        Rig rig = Rig.withdrawing();
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        int decided = 0;
        for (Signal signal : sequence) {
            Transition step = stopper.on(signal);
            stopper = step.next();
            decided += step.decision() == Decision.STOP ? 1 : 0;
            tell(rig, signal);
            if (rig.stops.size() != decided) {
                throw new AssertionError(
                        Arrays.toString(sequence) + " at " + signal + ": " + rig.stops.size() + ", not " + decided);
            }
        }
        rig.receipts.assertNoErrors().assertNotComplete();
        return decided;
    }

    private static void tell(Rig rig, Signal signal) {
        switch (signal) {
            case HOSTING_UP -> rig.up();
            case HOSTING_SUSPECT -> rig.suspect();
            case HOSTING_DOWN -> rig.down();
            case GRACE_ELAPSED -> rig.after(Rig.GRACE);
            case STREAMING_ON -> rig.on();
            case STREAMING_OFF -> rig.off();
            case STOP_FAILED -> end(rig, new Exception("refused"));
            case STOP_WITHDRAWN -> end(rig, new Rig.Withdrawal());
        }
    }

    /** Ends the stops that are in flight now; one that is decided again meanwhile is not one of them. */
    private static void end(Rig rig, Exception error) {
        List.copyOf(rig.stops).stream().filter(CompletableSubject::hasObservers).forEach(stop -> stop.onError(error));
    }

    private static Signal[] sequence(int code, int length) {
        Signal[] sequence = new Signal[length];
        int rest = code;
        for (int i = 0; i < length; i++) {
            sequence[i] = SIGNALS[rest % SIGNALS.length];
            rest /= SIGNALS.length;
        }
        return sequence;
    }
}
