package io.github.streamlifecycle.livekit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.host.Comeback.Action;
import io.github.streamlifecycle.livekit.host.Comeback.Phase;
import io.github.streamlifecycle.livekit.host.Comeback.Signal;
import io.github.streamlifecycle.livekit.host.Comeback.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ComebackTest {
    /** By phase; for each signal, in the order of the enum, the next phase and the action, or "-" for none. */
    private static final Map<Phase, List<String>> TABLE = Map.of(
            Phase.PUBLISHING, row("RESTARTING RESTART_ICE", "-", "ASKING ASK", "-", "-", "-", "GONE LEAVE"),
            Phase.RESTARTING,
                    row("-", "PUBLISHING NONE", "ASKING ASK", "WAITING WAIT", "ASKING ASK", "-", "GONE LEAVE"),
            Phase.WAITING, row("-", "PUBLISHING NONE", "ASKING ASK", "ASKING ASK", "-", "-", "GONE LEAVE"),
            Phase.ASKING,
                    row("-", "PUBLISHING NONE", "-", "CONNECTING CONNECT", "ASKING ASK", "ELSEWHERE ASK", "GONE LEAVE"),
            Phase.CONNECTING, row("-", "-", "-", "PUBLISHING NONE", "ASKING ASK", "-", "GONE LEAVE"),
            Phase.ELSEWHERE, row("-", "-", "-", "GONE LEAVE", "ELSEWHERE ASK", "ELSEWHERE ASK", "GONE LEAVE"),
            Phase.GONE, row("-", "-", "-", "-", "-", "-", "-"));

    private static List<String> row(String... cells) {
        return List.of(cells);
    }

    @TestFactory
    List<DynamicTest> everyPhaseByEverySignal() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            for (Signal signal : Signal.values()) {
                String cell = TABLE.get(phase).get(List.of(Signal.values()).indexOf(signal));
                String expected = cell.equals("-") ? phase + " " + Action.KEEP_ON : cell;
                tests.add(DynamicTest.dynamicTest(phase + " and " + signal, () -> {
                    Step step = new Comeback(phase, 0).on(signal);
                    assertThat(step.next().phase() + " " + step.action()).isEqualTo(expected);
                }));
            }
        }
        return tests;
    }

    @Test
    void tableIsComplete() {
        assertThat(TABLE.keySet()).containsExactlyInAnyOrder(Phase.values());
        assertThat(TABLE.values()).allSatisfy(row -> assertThat(row).hasSize(Signal.values().length));
    }

    @Test
    void pausesDoubleUpToEightSecondsAndBeginAnewOnceBack() {
        Comeback comeback = new Comeback(Phase.CONNECTING, 0);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Step failed = comeback.on(Signal.FAILED);
            pauses.add(failed.after());
            comeback = failed.next().on(Signal.DONE).next();
        }
        assertThat(pauses)
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L);
        assertThat(comeback.on(Signal.DONE).next()).isEqualTo(Comeback.PUBLISHING);
    }
}
