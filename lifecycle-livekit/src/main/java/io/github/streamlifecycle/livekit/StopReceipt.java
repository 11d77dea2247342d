package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import java.time.Duration;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;

/**
 * How a stop ended.
 *
 * @since 0.1.0
 */
public sealed interface StopReceipt {
    /**
     * The egress was running, was told to stop and was seen to end.
     *
     * @param egressId the egress
     * @param status its final status
     * @param tries how many StopEgress calls it took
     * @param took from the first call to the final status
     */
    record Stopped(String egressId, EgressStatus status, int tries, Duration took) implements StopReceipt {}

    /**
     * The egress was over before the call could stop it, or is unknown to the server.
     *
     * @param egressId the egress
     * @param status its final status; empty if the server does not know the egress
     * @param tries how many StopEgress calls it took
     * @param took from the first call to the answer
     */
    record AlreadyEnded(String egressId, Optional<EgressStatus> status, int tries, Duration took)
            implements StopReceipt {}

    /**
     * The host came back before a stop was accepted, so none is wanted any more. After tries that nobody answered the
     * egress may still end for one of them.
     *
     * @param egressId the egress
     * @param status its latest known status; empty if it was not read
     * @param tries how many StopEgress calls were made by then
     * @param took from the first call to giving the stop up
     */
    record HostReturned(String egressId, Optional<EgressStatus> status, int tries, Duration took)
            implements StopReceipt {}

    /**
     * The egress is a record that its worker left behind when it died: no stop ever gets through to it, and it has no
     * recorder in its room. No media runs, but the record stays.
     *
     * @param egressId the egress
     * @param status the status that it has for ever
     * @param tries how many StopEgress calls were made
     * @param took from the first call to that conclusion
     */
    record DeadRecord(String egressId, EgressStatus status, int tries, Duration took) implements StopReceipt {}

    /**
     * No egress is known that could be stopped: the stop came before the start was sent, or the start failed.
     *
     * @param cause the error of the start; empty if it was not sent. If it is AMBIGUOUS the server was out of reach for
     *     so long that nobody knows whether there is an egress
     */
    record NotStarted(Optional<LiveKitException> cause) implements StopReceipt {}

    /**
     * Nobody knows that the egress has ended: the server refused, or the deadline passed. It may still run.
     *
     * @param egressId the egress
     * @param cause the last error
     * @param tries how many StopEgress calls were made, and how many of them the server answered
     * @param took from the first call to giving up
     */
    record GaveUp(String egressId, LiveKitException cause, Tries tries, Duration took) implements StopReceipt {}

    /**
     * Calls that did not stop an egress.
     *
     * @param made how many were made
     * @param answered how many of them the server answered; 0 if nobody was reached
     */
    record Tries(int made, int answered) {}
}
