package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signs that a watch has told last.
 *
 * @param byParticipant the signs, of those that are watched
 */
record ToldSigns(Map<ParticipantKey, MediaSign> byParticipant) {
    static final ToldSigns NONE = new ToldSigns(Map.of());

    ToldSigns {
        byParticipant = Map.copyOf(byParticipant);
    }

    /** Returns what has to be told: changed signs, and that there is none of those that are watched no longer. */
    Map<ParticipantKey, MediaSign> changesTo(Map<ParticipantKey, MediaSign> now) {
        Map<ParticipantKey, MediaSign> changes = new LinkedHashMap<>();
        byParticipant.forEach((participant, sign) -> {
            if (!now.containsKey(participant) && sign != MediaSign.NO_SIGN) {
                changes.put(participant, MediaSign.NO_SIGN);
            }
        });
        now.forEach((participant, sign) -> {
            if (byParticipant.get(participant) != sign) {
                changes.put(participant, sign);
            }
        });
        return changes;
    }
}
