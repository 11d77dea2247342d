package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Luck, by a seed. Each part of a world has its own, so that a change of one part leaves the others as they were. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed, int part) {
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + part * 0xD1B54A32D192ED03L);
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
