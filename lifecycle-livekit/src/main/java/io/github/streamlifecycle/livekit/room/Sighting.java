package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.core.Presence;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a host, and by which evidence.
 *
 * <p>DOWN always means that it published in this room once and is gone for certain. No presence at all means that nobody
 * knows, or that it has not published yet: neither is a fall.
 *
 * @param identity the participant's identity; empty if there is none to speak of
 * @param presence what is known of it
 * @param reason the fact that decided
 * @param source the source of that fact
 * @param atMillis when that was, in milliseconds since the epoch by the source's clock; 0 without a source
 * @param idleSinceMillis since when a host that is UP has published nothing, in milliseconds since the epoch; a track whose end
 *     was missed counts as ended when it was last known
 * @since 0.1.0
 */
public record Sighting(
        String identity,
        Optional<Presence> presence,
        Reason reason,
        Optional<Source> source,
        long atMillis,
        OptionalLong idleSinceMillis) {

    /** Nobody to speak of. */
    static Sighting nobody(Reason reason) {
        return new Sighting("", Optional.empty(), reason, Optional.empty(), 0, OptionalLong.empty());
    }

    /** The participant, of which nothing can be told. */
    Sighting withoutPresence(Reason why) {
        return new Sighting(identity, Optional.empty(), why, Optional.empty(), 0, OptionalLong.empty());
    }
}
