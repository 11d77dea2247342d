package io.github.streamlifecycle.livekit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.host.Reconnection.Action;
import io.github.streamlifecycle.livekit.host.Reconnection.Phase;
import io.github.streamlifecycle.livekit.host.Reconnection.Signal;
import io.github.streamlifecycle.livekit.host.Reconnection.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReconnectionTest {
    /** By phase; for each signal, in the order of the enum, the next phase and the action, or "-" for none. */
    private static final Map<Phase, List<String>> TABLE = Map.of(
            Phase.PUBLISHING, row("RESTARTING RESTART_ICE", "-", "ASKING ASK", "-", "-", "-", "GONE LEAVE"),
            Phase.RESTARTING,
                    row("-", "PUBLISHING NONE", "ASKING ASK", "WAITING WAIT", "ASKING ASK", "-", "GONE LEAVE"),
            Phase.WAITING, row("-", "PUBLISHING NONE", "ASKING ASK", "ASKING ASK", "-", "-", "GONE LEAVE"),
            Phase.ASKING,
                    row("-", "PUBLISHING NONE", "-", "CONNECTING CONNECT", "ASKING ASK", "REPLACED ASK", "GONE LEAVE"),
            Phase.CONNECTING, row("-", "-", "-", "PUBLISHING NONE", "ASKING ASK", "-", "GONE LEAVE"),
            Phase.REPLACED, row("-", "-", "-", "GONE LEAVE", "REPLACED ASK", "REPLACED ASK", "GONE LEAVE"),
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
                    Step step = new Reconnection(phase, 0, 0).on(signal);
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

    private static List<Duration> pauses(Phase phase, int failures) {
        Reconnection reconnection = new Reconnection(phase, 0, 0);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            Step failed = reconnection.on(Signal.FAILED);
            pauses.add(failed.after());
            reconnection =
                    phase == Phase.CONNECTING ? failed.next().on(Signal.DONE).next() : failed.next();
        }
        return pauses;
    }

    @Test
    void pausesBetweenQuestionsGrowToEightSeconds() {
        assertThat(pauses(Phase.ASKING, 7))
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L);
    }

    @Test
    void pausesBetweenConnectionsGrowToFiveMinutes() {
        assertThat(pauses(Phase.CONNECTING, 12))
                .extracting(Duration::toMillis)
                .startsWith(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L, 128_000L, 256_000L)
                .endsWith(300_000L, 300_000L);
    }

    @Test
    void unansweredQuestionsDoNotDelayConnections() {
        Reconnection reconnection = new Reconnection(Phase.ASKING, 0, 0);
        for (int i = 0; i < 50; i++) {
            reconnection = reconnection.on(Signal.FAILED).next();
        }
        Step failed = reconnection.on(Signal.DONE).next().on(Signal.FAILED);
        assertThat(failed.after()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void pausesBeginAnewOnceBack() {
        Reconnection failing = new Reconnection(Phase.CONNECTING, 0, 9);
        assertThat(failing.on(Signal.DONE).next()).isEqualTo(Reconnection.PUBLISHING);
    }

    /** docs/adr/0010: 280 attempts of 150 KB a day, if each runs into WhipClient's time-out of 15 s. */
    @Test
    void failedConnectionsOfADayAreFew() {
        Duration attempt = Duration.ofSeconds(15);
        Duration passed = Duration.ZERO;
        int attempts = 0;
        Reconnection reconnection = new Reconnection(Phase.CONNECTING, 0, 0);
        while (passed.compareTo(Duration.ofDays(1)) < 0) {
            Step failed = reconnection.on(Signal.FAILED);
            passed = passed.plus(attempt).plus(failed.after());
            attempts++;
            reconnection = failed.next().on(Signal.DONE).next();
        }
        assertThat(attempts).isLessThanOrEqualTo(290);
    }
}
