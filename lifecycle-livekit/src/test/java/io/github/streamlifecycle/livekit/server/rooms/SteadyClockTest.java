package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final long EPOCH = 1_800_000_000_000L;

    private final TestScheduler monotonic = new TestScheduler();
    private final AtomicLong wall = new AtomicLong(EPOCH);
    private final SteadyClock clock = new SteadyClock(monotonic, () -> Instant.ofEpochMilli(wall.get()));

    private long after(long millis) {
        monotonic.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        return clock.millis() - EPOCH;
    }

    @Test
    void jumpIsFollowedSlowly() {
        wall.addAndGet(3_600_000);
        assertThat(after(1_000)).isEqualTo(1_050);
        assertThat(after(10_000)).isEqualTo(11_550);
    }

    @Test
    void neverGoesBack() {
        wall.addAndGet(-3_600_000);
        assertThat(after(0)).isZero();
        assertThat(after(1_000)).isEqualTo(950);
    }

    @Test
    void smallDifferenceIsMadeUp() {
        wall.addAndGet(1_100);
        assertThat(after(1_000)).isEqualTo(1_050);
        assertThat(after(1_000)).isEqualTo(2_000);
    }
}
