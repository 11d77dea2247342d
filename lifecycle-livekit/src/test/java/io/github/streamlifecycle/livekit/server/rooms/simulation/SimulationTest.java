package io.github.streamlifecycle.livekit.server.rooms.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sessions by their seeds. {@code -Dsimulation.sessions=N} plays more of them, {@code -Dsimulation.seed=N} begins elsewhere.
 */
class SimulationTest {
    private static final int SESSIONS = Integer.getInteger("simulation.sessions", 20_000);
    private static final long FIRST_SEED = Long.getLong("simulation.seed", 1);

    @Test
    @Tag("P1")
    @Tag("P2")
    @Tag("P4")
    @Tag("P5")
    @Tag("P6")
    @Tag("P9")
    @Tag("P10")
    void everySessionKeepsThePromises() {
        Tally tally = Tally.of(Ablation.NONE, FIRST_SEED, SESSIONS);
        assertThat(tally.flaws()).as(tally::report).isZero();
        if (SESSIONS >= 1_000) {
            assertThat(tally.stops()).isGreaterThan(SESSIONS / 2);
            assertThat(tally.returns()).isGreaterThan(SESSIONS / 20);
        }
    }
}
