package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import livekit.LivekitEgress.EgressStatus;

/**
 * Something that happened to a guarded stream: what a timeline is made of.
 *
 * @since 0.1.0
 */
public sealed interface StreamEvent {
    /**
     * The host's presence changed.
     *
     * @param presence what it is now
     */
    record HostChanged(Presence presence) implements StreamEvent {}

    /**
     * An egress that was running in the room before is being stopped.
     *
     * @param egressId that egress
     */
    record TakingOver(String egressId) implements StreamEvent {}

    /**
     * An egress that was running in the room before may still run; the start goes on without it.
     *
     * @param receipt how its stop ended
     */
    record TakeOverFailed(StopReceipt.GaveUp receipt) implements StreamEvent {}

    /**
     * Nobody watches the host any more though the stream goes on: its presence feed ended before the host was up.
     */
    record Unguarded() implements StreamEvent {}

    /**
     * The start was sent: from here on there may be an egress.
     *
     * @param request what was requested, without stream keys
     */
    record StartRequested(String request) implements StreamEvent {}

    /**
     * The server has made the egress.
     *
     * @param egressId its id
     */
    record Started(String egressId) implements StreamEvent {}

    /**
     * The egress is ACTIVE: it sends.
     *
     * @param egressId its id
     */
    record Live(String egressId) implements StreamEvent {}

    /**
     * A stop was decided.
     *
     * @param by who wants it
     */
    record StopRequested(By by) implements StreamEvent {}

    /**
     * StopEgress is on its way to the server.
     *
     * @param egressId the egress
     * @param attempt the first is 1
     */
    record StopSent(String egressId, int attempt) implements StreamEvent {}

    /**
     * The egress has ended.
     *
     * @param egressId its id
     * @param status its final status
     */
    record Ended(String egressId, EgressStatus status) implements StreamEvent {}

    /** Who wants a stop. */
    enum By {
        /** The host's publish fell. */
        HOST_DROP,
        /** The user stopped the stream. */
        USER
    }
}
