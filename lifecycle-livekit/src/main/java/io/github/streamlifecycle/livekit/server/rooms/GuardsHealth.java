package io.github.streamlifecycle.livekit.server.rooms;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How well guards hear and remember. Numbers count from their start on; times are in milliseconds since the epoch, by the
 * guards' clock. Which sources see nothing of one room is told by {@code RoomGuard.isBlind}.
 *
 * @param atMillis the time of this snapshot
 * @param webhooks the requests to the webhook endpoint
 * @param polls the lists of a room's participants
 * @param sweeps the lists of all egress
 * @param watchFailures the times that the watch of a room failed and was begun anew
 * @param leases the hosts that have a good lease now
 * @param storeFailures the times that the store threw
 * @since 0.1.0
 */
public record GuardsHealth(
        long atMillis,
        Webhooks webhooks,
        Calls polls,
        Calls sweeps,
        long watchFailures,
        int leases,
        long storeFailures) {
    /** The result of a request to the webhook endpoint. */
    public enum Verdict {
        /** An event of LiveKit's, taken in. */
        ACCEPTED,
        /** An event that was taken in before. */
        DUPLICATE,
        /** A request that LiveKit signed and nobody can read. */
        UNREADABLE,
        /** A request that is not LiveKit's. */
        REFUSED,
        /** A request that is too old or too new by the clock of this machine. */
        CLOCK,
        /** An event that could not be taken in now, and that LiveKit sends again. */
        UNAVAILABLE
    }

    /**
     * The requests to the webhook endpoint. Their absence proves nothing: nothing may have happened.
     *
     * @param verdicts how many there were by their result, which are all named
     * @param heardAtMillis when an event was last accepted; empty if none ever was
     */
    public record Webhooks(Map<Verdict, Long> verdicts, OptionalLong heardAtMillis) {
        /**
         * Keeps a copy.
         *
         * @param verdicts how many there were by their result
         * @param heardAtMillis when an event was last accepted
         */
        public Webhooks {
            verdicts = Map.copyOf(verdicts);
        }
    }

    /**
     * Calls that are made again and again.
     *
     * @param answered how many were answered
     * @param failed how many failed
     * @param answeredAtMillis when one was last answered; empty if none ever was
     * @param error the error of the latest call; empty if it was answered
     */
    public record Calls(long answered, long failed, OptionalLong answeredAtMillis, Optional<String> error) {}
}
