package io.github.streamlifecycle.examples;

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
    void nothingMeansTheEmbeddedDoubleAndNoDrop() {
        Options options = parse();
        assertThat(options.server()).isEmpty();
        assertThat(options.dropAfter()).isEmpty();
        assertThat(options.grace()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void durationsAreReadWithTheirUnits() {
        Options options = parse("--drop-after", "5s", "--heal-after", "1500ms", "--grace", "1m");
        assertThat(options.dropAfter()).contains(Duration.ofSeconds(5));
        assertThat(options.healAfter()).contains(Duration.ofMillis(1_500));
        assertThat(options.grace()).isEqualTo(Duration.ofMinutes(1));
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
    }

    @Test
    void realServerNeedsAllOfItsVariables() {
        assertThat(Options.parse(new String[0], REAL).server()).isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(new String[0], Map.of("LIVEKIT_URL", "wss://example.com")))
                .withMessageContaining("LIVEKIT_API_KEY");
    }

    @Test
    void outputThatCannotBeIsRefusedBeforeAnythingIsStarted() {
        Map<String, String> web = Map.of("LIVEKIT_OUTPUT", "https://example.com/live/very-secret-key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(new String[0], web))
                .withMessageContaining("https://")
                .withMessageNotContaining("very-secret-key");
    }

    @Test
    void optionsDoNotShowTheSecret() {
        assertThat(Options.parse(new String[0], REAL).toString()).doesNotContain("very-secret", "key");
    }
}
