package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.time.Duration;
import java.util.List;

/**
 * What a session is played under: the settings of its guards, which sources there are, and how much goes wrong.
 *
 * @param seed the seed of all luck
 * @param settings the settings of the guards
 * @param watched whether there is a watch of media
 * @param leased whether hosts renew leases
 * @param replicas how many processes guard the same server
 * @param moved whether they are the places between which an engine moves the guards; else each has its own
 * @param climate how much goes wrong
 */
record Terms(
        long seed,
        GuardSettings settings,
        boolean watched,
        boolean leased,
        int replicas,
        boolean moved,
        Weather.Climate climate) {
    /**
     * The settings of guards.
     *
     * @param grace for how long a drop is waited out
     * @param poll from one list of participants to the next
     * @param sweep from one list of egress to the next
     * @param orphanLimit how far apart two lists without a host have to be
     */
    record GuardSettings(Duration grace, Duration poll, Duration sweep, Duration orphanLimit) {}

    static Terms of(long seed) {
        Chance chance = new Chance(seed, 0);
        GuardSettings settings = new GuardSettings(
                Duration.ofMillis(chance.pick(List.of(500, 2_000, 5_000, 5_000, 10_000))),
                Duration.ofSeconds(chance.pick(List.of(2, 5, 5, 10))),
                Duration.ofSeconds(chance.pick(List.of(10, 30))),
                Duration.ofSeconds(chance.pick(List.of(10, 30))));
        boolean moved = new Chance(seed, 3).of(15);
        boolean watched = chance.of(50);
        boolean leased = chance.of(30);
        int replicas = chance.of(15) ? 2 : 1;
        return new Terms(
                seed,
                settings,
                watched,
                leased,
                moved ? 2 : replicas,
                moved,
                chance.of(20) ? Weather.Climate.CALM : Weather.Climate.of(chance));
    }
}
