package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;

/** The times of what a receiver of leases has observed. */
final class LeaseTimes {
    private LeaseTimes() {}

    /** Returns the observation as one of another time. */
    static Observation at(Observation observation, long atMillis) {
        Origin told = observation.origin();
        Origin origin = new Origin(told.source(), told.room(), atMillis);
        if (observation instanceof Observation.Lease lease) {
            return new Observation.Lease(origin, lease.identity(), lease.sign());
        } else if (observation instanceof Observation.LeaseMediaDown down) {
            return new Observation.LeaseMediaDown(origin, down.identity(), down.reason());
        } else if (observation instanceof Observation.Blind blind) {
            return new Observation.Blind(origin, blind.why());
        } else if (observation instanceof Observation.Sees) {
            return new Observation.Sees(origin);
        }
        return observation;
    }
}
