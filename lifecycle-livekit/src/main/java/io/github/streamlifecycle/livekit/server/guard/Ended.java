package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.EndedBy;

/**
 * The end of an egress, which is remembered for an hour: late messages must not bring it back.
 *
 * @param atMillis when it was noticed
 * @param by who ended it
 * @param awaitedSinceMillis the moment after which its host has to have published to be told as back; 0 if nobody is
 *     awaited
 */
record Ended(long atMillis, EndedBy by, long awaitedSinceMillis) {
    static final long REMEMBERED_MILLIS = 3_600_000;
    static final int MOST_REMEMBERED = 16;
    /** A list that still has an egress so long after its end is to be believed. */
    private static final long LIST_IS_STALE_MILLIS = 60_000;

    Ended told() {
        return new Ended(atMillis, by, 0);
    }

    boolean isDisprovedBy(long askedAtMillis) {
        return askedAtMillis - atMillis > LIST_IS_STALE_MILLIS;
    }

    boolean isForgottenAt(long nowMillis) {
        return nowMillis - atMillis > REMEMBERED_MILLIS;
    }
}
