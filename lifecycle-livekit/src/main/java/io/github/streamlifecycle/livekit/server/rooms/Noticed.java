package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The times at which the signs of a watch were noticed, by the guards' own clock. A watch stamps them with the wall clock of
 * its process, and a sign from the hour in which that was fast would outlast all later ones.
 */
final class Noticed {
    private final SteadyClock clock;
    /** Guarded by this, as is the rest: the participants whose media flow. */
    private final Map<ParticipantKey, RoomKey> flowing = new HashMap<>();

    private long latest;

    Noticed(SteadyClock clock) {
        this.clock = clock;
    }

    /** Returns the observation as made now, after those before it: of two at the same moment the worse sign would count. */
    Observation now(Observation said) {
        note(said);
        return dated(said);
    }

    /**
     * Returns what is to be said when the watch goes without a word: that media flowed until now, as {@link Observation}
     * demands, so that a lease that they have refuted does not count again; and that nothing is seen any more.
     */
    List<Observation> gone(Observation.Blind blind) {
        List<Observation> said = new ArrayList<>();
        synchronized (this) {
            flowing.forEach((participant, room) -> said.add(
                    new Observation.Media(new Origin(Source.MEDIA_WATCH, room, next()), participant, MediaSign.FLOWS)));
        }
        said.add(now(blind));
        return said;
    }

    private synchronized void note(Observation said) {
        if (said instanceof Observation.Media media && media.sign() == MediaSign.FLOWS) {
            flowing.put(media.participant(), media.origin().room());
        } else if (said instanceof Observation.Media media) {
            flowing.remove(media.participant());
        } else if (said instanceof Observation.Left left) {
            flowing.remove(left.participant().key());
        } else if (said instanceof Observation.Blind) {
            flowing.clear();
        }
    }

    private Observation dated(Observation said) {
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
