package io.github.streamlifecycle.livekit.server.rooms.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A simulation that finds nothing proves nothing: without a mechanism it has to find something. */
class AblationTest {
    @ParameterizedTest
    @CsvSource({
        "GRACE, TOO_EARLY, 25, 150",
        "LATCH, BEFORE_HOSTING, 6, 150",
        "SID_ORDER, WRONGFUL, 2, 150",
        "BLIND_IS_UNKNOWN, WRONGFUL, 3, 150",
        "LEASE_REACH, WRONGFUL, 2, 200",
        "NAIVE_EDGE, ORPHAN, 15, 150",
        "NAIVE_EDGE, WRONGFUL, 5, 150",
        "SWEEPER, ORPHAN, 1, 1000",
        "POLLING, ORPHAN, 10, 1000",
        "ORPHAN_LIMIT, ORPHAN, 10, 1000",
        "RETRY, ORPHAN, 1, 1000",
        "ROOM_IDS, BEFORE_HOSTING, 2, 1000"
    })
    void everyMechanismIsMissed(Ablation ablation, Flaw.Sort sort, int atLeast, int sessions) {
        Tally tally = Tally.of(ablation, 1, sessions);
        assertThat(tally.flaws(sort)).as(tally.toString()).isGreaterThanOrEqualTo(atLeast);
    }

    /** The orphan limit does the store's work, later: what is lost without a store is time. */
    @Test
    void withoutItsStoreAGuardIsLater() {
        double with = Tally.of(Ablation.NONE, 1, 600).orphanSeconds();
        Tally without = Tally.of(Ablation.STORE, 1, 600);
        assertThat(without.orphanSeconds()).as(without.toString()).isGreaterThan(with + 1.5);
    }

    /** Ids of events save work only: an event that comes twice is the same fact twice. */
    @Test
    void withoutIdsRepetitionsStopNothing() {
        Tally tally = Tally.of(Ablation.SEEN_EVENTS, 1, 600);
        assertThat(tally.flaws()).as(tally.toString()).isZero();
    }
}
