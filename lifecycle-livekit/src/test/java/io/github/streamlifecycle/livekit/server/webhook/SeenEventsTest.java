package io.github.streamlifecycle.livekit.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeenEventsTest {
    private static final Instant START = Instant.ofEpochSecond(1_000_000);

    private final SeenEvents seen = new SeenEvents(Duration.ofMinutes(1), 100);

    @Test
    void eventIsNewOnce() {
        assertThat(seen.add("a", START)).isTrue();
        assertThat(seen.add("a", START.plusSeconds(60))).isFalse();
        assertThat(seen.add("a", START.plusSeconds(61))).isTrue();
    }

    @Test
    void noMoreAreRememberedThanTheLimit() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.add("event " + i, START)).isTrue();
            assertThat(seen.size()).isLessThanOrEqualTo(100);
        }
        assertThat(seen.add("event 900", START)).isFalse();
        assertThat(seen.add("event 899", START)).isTrue();
    }

    @Test
    void oldOnesAreForgottenByThemselves() {
        for (int i = 0; i < 1_000; i++) {
            seen.add("event " + i, START.plusSeconds(i));
        }
        assertThat(seen.size()).isEqualTo(61);
    }

    @Test
    void clockThatIsSetBackForgetsNothing() {
        seen.add("a", START);
        seen.add("b", START.minusSeconds(3_600));
        assertThat(seen.add("a", START.minusSeconds(3_600))).isFalse();
    }
}
