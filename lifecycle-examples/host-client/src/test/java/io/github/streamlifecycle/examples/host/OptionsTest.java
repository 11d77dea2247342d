package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Map<String, String> REAL = Map.of(
            "LIVEKIT_URL", "wss://example.com",
            "LIVEKIT_API_KEY", "key",
            "LIVEKIT_API_SECRET", "very-secret",
            "LIVEKIT_OUTPUT", "/out/x.mp4");

    private static Options parse(String... args) {
        return Options.parse(args, Map.of());
    }

    @Test
    void defaultIsTheDoubleWithoutADrop() {
        Options options = parse();
        assertThat(options.server()).isEmpty();
        assertThat(options.scenario().dropAfter()).isEmpty();
        assertThat(options.scenario().grace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.record()).isEmpty();
        assertThat(options.replay()).isEmpty();
    }

    @Test
    void durationsAreReadWithTheirUnits() {
        Scenario scenario = parse("--drop-after", "5s", "--heal-after", "1500ms", "--grace", "1m")
                .scenario();
        assertThat(scenario.dropAfter()).contains(Duration.ofSeconds(5));
        assertThat(scenario.healAfter()).contains(Duration.ofMillis(1_500));
        assertThat(scenario.grace()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void wrongInputIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--drop-after", "soon"))
                .withMessageContaining("soon");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--drop-after"))
                .withMessageContaining("--drop-after");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--drop")).withMessageContaining("--drop");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--heal-after", "3s"))
                .withMessageContaining("--drop-after");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--record")).withMessageContaining("--record");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--replay", "x.jsonl", "--grace", "1s"))
                .withMessageContaining("--replay");
    }

    @Test
    void realServerNeedsAllOfItsVariables() {
        assertThat(Options.parse(new String[0], REAL).server()).isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(new String[0], Map.of("LIVEKIT_URL", "wss://example.com")))
                .withMessageContaining("LIVEKIT_API_KEY");
    }

    @Test
    void wrongOutputIsRefusedWithoutItsKey() {
        Map<String, String> web = Map.of("LIVEKIT_OUTPUT", "https://example.com/live/very-secret-key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(new String[0], web))
                .withMessageContaining("https://")
                .withMessageNotContaining("very-secret-key");
    }

    @Test
    void scenarioHasNoStreamKeyAndCanBeReadBack() {
        Scenario scenario = Options.parse(
                        new String[] {"--drop-after", "5s"},
                        Map.of("LIVEKIT_OUTPUT", "rtmp://host/live/very-secret-key"))
                .scenario();
        assertThat(scenario.toString()).contains("rtmp://host/live/{ver...key}").doesNotContain("secret");
        assertThat(Scenario.of(scenario.toJson()).toJson())
                .isNotNull()
                .satisfies(json ->
                        assertThat(json.get("dropAfterMillis").getAsLong()).isEqualTo(5_000));
        assertThat(Scenario.of(scenario.toJson()).dropAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void optionsDoNotShowTheSecret() {
        assertThat(Options.parse(new String[0], REAL).toString()).doesNotContain("very-secret", "key");
    }

    @Test
    void helpIsAskedForInTwoWays() {
        assertThat(Options.askForHelp(new String[] {"--drop-after", "5s", "--help"}))
                .isTrue();
        assertThat(Options.askForHelp(new String[] {"-h"})).isTrue();
        assertThat(Options.askForHelp(new String[] {"--drop-after", "5s"})).isFalse();
    }

    @Test
    void streamKeyIsTakenOutOfATextThatContainsIt() {
        Scenario scenario = Options.parse(new String[0], Map.of("LIVEKIT_OUTPUT", "rtmp://host/live/very-secret-key"))
                .scenario();
        assertThat(scenario.withoutStreamKey("no route to rtmp://host/live/very-secret-key (very-secret-key)"))
                .isEqualTo("no route to rtmp://host/live/{ver...key} ({ver...key})");
    }
}
