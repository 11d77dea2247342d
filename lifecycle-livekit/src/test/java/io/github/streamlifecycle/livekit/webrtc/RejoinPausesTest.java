package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RejoinPausesTest {
    private static final long BEGUN = Long.MAX_VALUE - 10;
    private final RejoinPauses pauses = new RejoinPauses();

    private List<Long> afterFailures(int failures) {
        return Stream.generate(() -> pauses.ended(BEGUN).toMillis())
                .limit(failures)
                .toList();
    }

    @Test
    void pausesDoubleUpToTenSeconds() {
        assertThat(afterFailures(7)).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    @Test
    void stayThatLastedBeginsAnew() {
        afterFailures(5);
        pauses.joined(BEGUN);
        assertThat(pauses.ended(BEGUN + RejoinPauses.LASTED.toNanos())).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void shortStayCountsAsAFailure() {
        afterFailures(2);
        pauses.joined(BEGUN);
        assertThat(pauses.ended(BEGUN + RejoinPauses.LASTED.toNanos() - 1)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void oldStayCountsOnce() {
        afterFailures(2);
        pauses.joined(BEGUN);
        pauses.ended(BEGUN + RejoinPauses.LASTED.toNanos());
        assertThat(pauses.ended(BEGUN + 2 * RejoinPauses.LASTED.toNanos())).isEqualTo(Duration.ofSeconds(1));
    }
}
