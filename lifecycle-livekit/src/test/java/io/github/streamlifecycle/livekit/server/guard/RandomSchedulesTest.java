package io.github.streamlifecycle.livekit.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a room, seed by seed. {@code -Drooms.schedules=N} plays more of them, {@code -Drooms.seed=N} begins
 * elsewhere: the seed of a failure, with one schedule, plays that alone.
 */
class RandomSchedulesTest {
    private static final int SCHEDULES = Integer.getInteger("rooms.schedules", 3_000);
    private static final long FIRST_SEED = Long.getLong("rooms.seed", 1);
    private static final int STEPS = 80;
    /** Two sweeps to find it, the orphan limit, the longest pause of a stop, and some lists. */
    private static final long CALM_MILLIS = 180_000;

    @Test
    @Tag("P1")
    @Tag("P2")
    @Tag("P3")
    @Tag("P4")
    @Tag("P5")
    @Tag("P6")
    @Tag("P9")
    @Tag("P10")
    void everyScheduleKeepsThePromises() {
        int stops = 0;
        int kept = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            RandomWorld world = new RandomWorld(seed);
            try {
                world.run(STEPS);
                boolean wasRunning = world.isRunning();
                world.calm(CALM_MILLIS);
                if (world.isHostThere()) {
                    int before = world.model().stops();
                    world.calm(CALM_MILLIS);
                    assertThat(world.model().stops()).isEqualTo(before);
                    kept += wasRunning && world.isRunning() ? 1 : 0;
                }
                world.hostLeaves();
                world.calm(CALM_MILLIS);
                assertThat(world.isRunning())
                        .as("an egress runs without its host")
                        .isFalse();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("-Drooms.schedules=1 -Drooms.seed=" + seed, failed);
            }
            stops += world.model().stops();
        }
        if (SCHEDULES >= 1_000) {
            assertThat(stops).isGreaterThan(SCHEDULES);
            assertThat(kept).isGreaterThan(SCHEDULES / 10);
        }
    }
}
