package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;

/**
 * The times at which the signs of a watch were noticed, by the guards' own clock. A watch stamps them with the wall clock of
 * its process, and a sign from the hour in which that was fast would outlast all later ones.
 */
final class Noticed {
    private final SteadyClock clock;
    /** Guarded by this. */
    private long latest;

    Noticed(SteadyClock clock) {
        this.clock = clock;
    }

    /** Returns the observation as made now, after those before it: of two at the same moment the worse sign would count. */
    Observation now(Observation said) {
        Origin told = said.origin();
        Origin origin = new Origin(told.source(), told.room(), next());
        if (said instanceof Observation.Media media) {
            return new Observation.Media(origin, media.participant(), media.sign());
        } else if (said instanceof Observation.Blind blind) {
            return new Observation.Blind(origin, blind.why());
        } else if (said instanceof Observation.Sees) {
            return new Observation.Sees(origin);
        } else if (said instanceof Observation.Joined joined) {
            return new Observation.Joined(origin, joined.participant());
        } else if (said instanceof Observation.Left left) {
            return new Observation.Left(origin, left.participant(), left.reason());
        } else if (said instanceof Observation.Aborted aborted) {
            return new Observation.Aborted(origin, aborted.participant());
        } else if (said instanceof Observation.TrackPublished published) {
            return new Observation.TrackPublished(origin, published.participant(), published.trackSid());
        } else if (said instanceof Observation.TrackUnpublished unpublished) {
            return new Observation.TrackUnpublished(origin, unpublished.participant(), unpublished.trackSid());
        } else if (said instanceof Observation.RoomStarted) {
            return new Observation.RoomStarted(origin);
        } else if (said instanceof Observation.RoomFinished) {
            return new Observation.RoomFinished(origin);
        }
        return said;
    }

    private synchronized long next() {
        latest = Math.max(latest + 1, clock.millis());
        return latest;
    }
}
