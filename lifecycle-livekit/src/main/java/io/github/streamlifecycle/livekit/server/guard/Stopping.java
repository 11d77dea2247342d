package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.pace.Backoff;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;

/**
 * A stop that was decided and has not succeeded yet.
 *
 * @param drop the reason for it
 * @param sinceMillis when the host was first missed
 * @param failures how often it was tried in vain
 * @param againAtMillis when it is tried again; 0 unless it waits for that
 * @param phase how far it has come
 */
record Stopping(Drop drop, long sinceMillis, int failures, long againAtMillis, Phase phase) {
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));
    /** A record that seems dead is tried again, for its worker may be alive after all. */
    private static final Duration DEAD_RECORD_PAUSE = Duration.ofMinutes(10);

    /** How far a stop has come. The constants' order is part of what {@link RoomGuard#toBytes()} writes. */
    enum Phase {
        /** It was asked for, and its receipt is to come. */
        SENT,
        /** It was tried in vain and is tried again at its time. */
        WAITING,
        /** It was asked for by a process that is gone. Whether the egress still runs is not known. */
        RESTORED,
        /** The same, and the egress was seen to run since. */
        SEEN_TO_RUN
    }

    static Stopping begun(Doubt doubt) {
        return new Stopping(doubt.drop(), doubt.sinceMillis(), 0, 0, Phase.SENT);
    }

    Stopping at(Phase changed) {
        return new Stopping(drop, sinceMillis, failures, 0, changed);
    }

    Stopping after(StopReceipt receipt, long nowMillis) {
        Duration pause = receipt instanceof StopReceipt.DeadRecord ? DEAD_RECORD_PAUSE : PAUSES.after(failures);
        return new Stopping(drop, sinceMillis, failures + 1, nowMillis + pause.toMillis(), Phase.WAITING);
    }
}
