package io.github.streamlifecycle.livekit.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.presence.DropThresholds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be said of {@code lease.js} without a browser. */
class LeaseScriptTest {
    private static final String SCRIPT = new String(LeaseReceiver.script(), StandardCharsets.UTF_8);
    private static final String TYPES = new String(LeaseReceiver.scriptTypes(), StandardCharsets.UTF_8);

    private static List<String> exported(String source) {
        Matcher exports = Pattern.compile("export function (\\w+)").matcher(source);
        return exports.results().map(found -> found.group(1)).sorted().toList();
    }

    private static long constant(String name) {
        Matcher value = Pattern.compile("\\b" + name + " = (\\d+)").matcher(SCRIPT);
        assertThat(value.find()).as(name).isTrue();
        return Long.parseLong(value.group(1));
    }

    @Test
    void itHasAtMost80LinesOf120Characters() {
        assertThat(SCRIPT.lines()).hasSizeLessThanOrEqualTo(80).allMatch(line -> line.length() <= 120);
    }

    @Test
    void itDependsOnNothing() {
        assertThat(SCRIPT).doesNotContain("import ", "import(", "require(", "eval(", "localStorage", "document.");
    }

    @Test
    void everythingExportedIsTyped() {
        assertThat(exported(SCRIPT)).contains("keepLease").isEqualTo(exported(TYPES));
    }

    @Test
    void tokenIsNeverInAUrl() {
        assertThat(SCRIPT).doesNotContain("searchParams", ".search", "?token", "access_token");
        assertThat(Arrays.stream(SCRIPT.split("\\R"))
                        .filter(line -> line.contains("new URL") || line.contains("Socket(")))
                .isNotEmpty()
                .noneMatch(line -> line.contains("credential") && line.contains("new URL"));
    }

    @Test
    void everyStateItSaysIsUnderstood() {
        Matcher states =
                Pattern.compile("state: (?:up \\? )?'(\\w+)'(?: : '(\\w+)')?").matcher(SCRIPT);
        List<String> said = states.results()
                .flatMap(found -> Arrays.asList(found.group(1), found.group(2)).stream())
                .filter(state -> state != null)
                .toList();
        assertThat(said).containsExactlyInAnyOrder("down", "publishing", "waiting", "goodbye");
        assertThat(said)
                .allMatch(state ->
                        LeaseMessage.in("{\"state\":\"" + state + "\"}").isPresent());
    }

    @Test
    void everyStatusItActsOnIsOneOfOurs() {
        Matcher statuses = Pattern.compile("status === (\\d+)").matcher(SCRIPT);
        assertThat(statuses.results().map(found -> Integer.valueOf(found.group(1))))
                .containsExactlyInAnyOrder(
                        LeaseReply.KEPT.status(), LeaseReply.ENDED.status(), LeaseReply.UNAUTHORIZED.status());
    }

    @Test
    void itsRuleForACutIsTheDetectors() {
        assertThat(constant("SILENCE"))
                .isEqualTo(DropThresholds.ofDefaults().silence().toMillis());
    }

    @Test
    void twoRenewalsInTimeFitIntoASilence() {
        long apart = constant("EVERY") + constant("TICK");
        assertThat(2 * apart * 1_000_000).isLessThan(HostLeases.SILENCE_NANOS);
        assertThat(1_000 / apart).isLessThan(Pace.PER_SECOND);
    }
}
