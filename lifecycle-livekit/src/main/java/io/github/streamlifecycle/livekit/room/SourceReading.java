package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.core.Presence;
import java.util.Optional;

/**
 * The word of one source about one participant, before it is weighed against the others.
 *
 * @param source the source
 * @param presence UP if it sees the participant there, SUSPECT or DOWN if it does not; empty if it knows nothing now,
 *     since it is blind or has never heard of the participant
 * @param reason the fact that it states; {@link Reason#NOTHING_KNOWN} if it knows nothing
 * @param atMillis the time of that fact, in milliseconds since the epoch by the source's clock; 0 if it knows nothing
 * @since 0.1.0
 */
public record SourceReading(Source source, Optional<Presence> presence, Reason reason, long atMillis) {
    static SourceReading nothing(Source source) {
        return new SourceReading(source, Optional.empty(), Reason.NOTHING_KNOWN, 0);
    }

    static SourceReading of(Source source, Presence presence, Evidence evidence) {
        return new SourceReading(source, Optional.of(presence), evidence.reason(), evidence.atMillis());
    }
}
