package io.github.streamlifecycle.livekit.server.rooms;

import io.reactivex.rxjava3.core.Scheduler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The time of day for guards, which measure grace periods by it: it goes on as the scheduler's monotonic clock does, never
 * back, and follows the wall clock, wherever that is set to, at a twentieth of its speed.
 */
final class SteadyClock implements InstantSource {
    private static final int FOLLOWS = 20;

    private final Scheduler monotonic;
    private final InstantSource wall;
    /** Both guarded by this, in microseconds. */
    private long ticked;

    private long told;

    SteadyClock(Scheduler monotonic, InstantSource wall) {
        this.monotonic = monotonic;
        this.wall = wall;
        this.ticked = monotonic.now(TimeUnit.MICROSECONDS);
        this.told = wallMicros();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public synchronized long millis() {
        long now = monotonic.now(TimeUnit.MICROSECONDS);
        long elapsed = Math.max(0, now - ticked);
        ticked = now;
        told += elapsed;
        long most = elapsed / FOLLOWS;
        told += Math.max(-most, Math.min(most, wallMicros() - told));
        return told / 1_000;
    }

    private long wallMicros() {
        return Math.multiplyExact(Math.max(1, wall.millis()), 1_000);
    }
}
