package io.github.streamlifecycle.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The machine compared with {@link Track}, which was written from the promises, on all short sequences. */
@Tag("P1")
@Tag("P2")
@Tag("P3")
@Tag("P4")
@Tag("P5")
@Tag("P6")
@Tag("P7")
class AllSequencesTest {
    private static final int LONGEST = 7;
    private static final Signal[] SIGNALS = Signal.values();

    private final Track track = new Track();
    private int sequences;
    private int withStop;
    private int withTwoStops;

    @Test
    void everySequenceOfSevenSignalsKeepsThePromises() {
        explore(EdgeTriggeredStopper.initial(), 0);

        assertThat(sequences).isEqualTo(2_396_744);
        assertThat(withStop).as("sequences that stop").isEqualTo(163_472);
        assertThat(withTwoStops).as("sequences that stop twice").isEqualTo(18_995);
    }

    private void explore(EdgeTriggeredStopper stopper, int length) {
        if (length == LONGEST) {
            return;
        }
        for (Signal signal : SIGNALS) {
            Transition step = stopper.on(signal);
            Decision promised = track.add(signal);
            if (step.decision() != promised
                    || step.next().host() != track.host()
                    || step.next().stream() != track.stream()) {
                throw new AssertionError(
                        track + " must " + promised + " in " + track.host() + "/" + track.stream() + ", not " + step);
            }
            sequences++;
            withStop += track.stops() > 0 ? 1 : 0;
            withTwoStops += track.stops() > 1 ? 1 : 0;
            explore(step.next(), length + 1);
            track.undo();
        }
    }
}
