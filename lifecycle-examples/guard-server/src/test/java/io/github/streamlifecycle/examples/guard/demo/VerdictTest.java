package io.github.streamlifecycle.examples.guard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.guard.demo.Comparison.Step;
import io.github.streamlifecycle.examples.guard.demo.Verdict.End;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pure parts of the demonstration. */
class VerdictTest {
    @Test
    void onlyOneOrderAndAnEndAreASuccess() {
        for (End end : End.values()) {
            for (int orders = 0; orders < 3; orders++) {
                Verdict verdict = new Verdict(orders, end);
                assertThat(Verdict.parse(verdict.text())).isEqualTo(verdict);
                assertThat(verdict.isStoppedOnce()).isEqualTo(orders == 1 && end == End.ENDED);
                assertThat(verdict.words().startsWith("Not as it should be")).isNotEqualTo(verdict.isStoppedOnce());
            }
        }
    }

    @Test
    void comparisonKeepsTheFirstMomentOfAStep() {
        Comparison comparison = new Comparison();
        comparison.took(Step.NOTICED, 1_100);
        comparison.took(Step.NOTICED, 16_100);
        assertThat(comparison.lines()).hasSize(4);
        assertThat(comparison.lines().get(1)).contains("1.1 s").contains("15.5 to 16.9 s");
        assertThat(comparison.lines().get(3)).contains("not seen").contains("never while a viewer stays");
    }

    @Test
    void webhooksAreReadAsFarAsTheyMatter() {
        assertThat(WebhookTap.Report.of("{\"event\":\"egress_updated\",\"egressInfo\":{\"status\":\"EGRESS_ACTIVE\"}}"))
                .isEqualTo(new WebhookTap.Report("egress_updated", "", "EGRESS_ACTIVE"));
        assertThat(WebhookTap.Report.of("{\"event\":\"participant_left\",\"participant\":{\"identity\":\"host\"}}"))
                .isEqualTo(new WebhookTap.Report("participant_left", "host", ""));
    }

    @Test
    void timelineTellsNothingAfterItsEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Timeline timeline = new Timeline(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        timeline.say(Timeline.Teller.WATCH, "before");
        timeline.hostEnds();
        timeline.say(Timeline.Teller.GUARD, "after");
        timeline.end();
        timeline.say(Timeline.Teller.GUARD, "too late");
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches(" +\\d+\\.\\d s +watch +before");
        assertThat(lines.get(1)).matches(" +\\d+\\.\\d s +\\d+\\.\\d s +guard +after");
    }

    @Test
    void onlyItsOwnOptionsAskForIt() {
        assertThat(Demo.isAskedFor(List.of("--demo"))).isTrue();
        assertThat(Demo.isAskedFor(List.of("--stops-fail", "--demo"))).isTrue();
        assertThat(Demo.isAskedFor(List.of("--stops-fail"))).isFalse();
        assertThat(Demo.isAskedFor(List.of("--demo", "--help"))).isFalse();
    }
}
