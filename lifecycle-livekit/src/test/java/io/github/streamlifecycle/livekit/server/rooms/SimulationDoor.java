package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.room.Observation;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/** The way of the simulation to what only this package can do. */
public final class SimulationDoor {
    private SimulationDoor() {}

    /** Starts guards whose wall clock and whose spread of pauses are the simulation's. */
    public static RoomGuards start(RoomGuardsPlan plan, InstantSource wallClock, DoubleSupplier random) {
        return plan.nature(wallClock, random).start();
    }

    /** Returns the time of the clock that guards give to their receiver of leases. */
    public static long millis(RoomGuards guards) {
        return guards.clock().millis();
    }

    /** Hands over what a receiver of leases has said. */
    public static void observe(RoomGuards guards, Observation observation) {
        guards.observed(observation);
    }
}
