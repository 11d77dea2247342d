package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shell beside the machine: it stops exactly when the machine decides to, for all sequences up to a length. */
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
    void theShellStopsWhenTheMachineDoes() {
        int stops = 0;
        int sequences = (int) Math.pow(SIGNALS.length, LENGTH);
        for (int code = 0; code < sequences; code++) {
            stops += compare(sequence(code));
        }
        assertThat(stops).as("stops seen").isGreaterThan(50_000);
    }

    private static int compare(Signal[] sequence) {
        Rig rig = Rig.withGrace();
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
            case STOP_FAILED ->
                rig.stops.stream()
                        .filter(CompletableSubject::hasObservers)
                        .forEach(stop -> stop.onError(new Exception("refused")));
        }
    }

    private static Signal[] sequence(int code) {
        Signal[] sequence = new Signal[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            sequence[i] = SIGNALS[code % SIGNALS.length];
            code /= SIGNALS.length;
        }
        return sequence;
    }
}
