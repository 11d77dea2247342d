package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.core.Presence;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The presence of a host and the evidence for it.
 *
 * <p>DOWN always means that the host once published in this room and is certainly gone. No presence at all means that
 * no source knows, or that it has not published yet: neither is a fall.
 *
 * @param identity the participant's identity; empty if no participant is known
 * @param presence its presence; empty if it is not known
 * @param reason the fact that decided
 * @param source the source of that fact
 * @param atMillis the time of that fact, in milliseconds since the epoch by the source's clock; 0 without a source
 * @param idleSinceMillis the time since when a host that is UP has published nothing, in milliseconds since the epoch;
 *     a track whose end was missed counts as ended when it was last known
 * @since 0.1.0
 */
public record Sighting(
        String identity,
        Optional<Presence> presence,
        Reason reason,
        Optional<Source> source,
        long atMillis,
        OptionalLong idleSinceMillis) {

    /** Returns the sighting of no participant. */
    static Sighting nobody(Reason reason) {
        return new Sighting("", Optional.empty(), reason, Optional.empty(), 0, OptionalLong.empty());
    }

    /** Returns a sighting of this participant without a presence. */
    Sighting withoutPresence(Reason why) {
        return new Sighting(identity, Optional.empty(), why, Optional.empty(), 0, OptionalLong.empty());
    }
}
