package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Luck, by a seed. Each part of a world has its own, so that a change of one part leaves the others as they were. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed, int part) {
        this.random = new SplittableRandom(mixed(mixed(seed) + part));
    }

    /** Seeds that are neighbours must not be: a generator steps from one to the next, and would repeat another's luck. */
    private static long mixed(long seed) {
        long half = (seed ^ (seed >>> 33)) * 0xFF51AFD7ED558CCDL;
        long whole = (half ^ (half >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return whole ^ (whole >>> 33);
    }

    boolean of(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }

    /** A whole number from the first to the last. */
    int between(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    double part() {
        return random.nextDouble();
    }
}
