package io.github.streamlifecycle.livekit.server.rooms.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A simulation that finds nothing proves nothing: without a mechanism it has to find something. */
class AblationTest {
    private static final int SESSIONS = 150;

    @ParameterizedTest
    @CsvSource({
        "GRACE, TOO_EARLY, 25",
        "LATCH, BEFORE_HOSTING, 6",
        "SID_ORDER, WRONGFUL, 2",
        "SWEEPER, ORPHAN, 1",
        "POLLING, ORPHAN, 4",
        "ORPHAN_LIMIT, ORPHAN, 1",
        "BLIND_IS_UNKNOWN, WRONGFUL, 1",
        "RETRY, ORPHAN, 2",
        "NAIVE_EDGE, ORPHAN, 15",
        "NAIVE_EDGE, WRONGFUL, 6"
    })
    void everyMechanismIsMissed(Ablation ablation, Flaw.Sort sort, int atLeast) {
        Tally tally = Tally.of(ablation, 1, SESSIONS);
        assertThat(tally.flaws(sort)).as(tally.toString()).isGreaterThanOrEqualTo(atLeast);
    }
}
