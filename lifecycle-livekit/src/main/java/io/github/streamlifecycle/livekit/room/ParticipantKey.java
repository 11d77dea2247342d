package io.github.streamlifecycle.livekit.room;

import java.util.Objects;

/**
 * One stay of a participant in a room. A participant that joins again has the same identity and another sid; the stay that
 * began later is the one that counts.
 *
 * @param identity the participant's identity
 * @param sid the id of this stay ({@code PA_...})
 * @param joinedAtMillis when it joined by LiveKit's clock ({@code joinedAtMs}), in milliseconds since the epoch; 0 where the
 *     source does not tell it, as in webhooks about tracks
 * @since 0.1.0
 */
public record ParticipantKey(String identity, String sid, long joinedAtMillis) {
    /**
     * Checks the key.
     *
     * @param identity the participant's identity
     * @param sid the id of this stay
     * @param joinedAtMillis when it joined, or 0
     * @throws IllegalArgumentException if the identity or the sid is empty or the time is negative
     */
    public ParticipantKey {
        Objects.requireNonNull(sid, "sid");
        if (identity.isEmpty() || sid.isEmpty()) {
            throw new IllegalArgumentException(
                    "a participant needs an identity and a sid: \"" + identity + "\", \"" + sid + "\"");
        }
        if (joinedAtMillis < 0) {
            throw new IllegalArgumentException("participant " + sid + " joined before the epoch: " + joinedAtMillis);
        }
    }
}
