package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import java.time.Duration;
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
     * An egress that was running in the room before is still listed; the start goes on without it.
     *
     * @param egressId that egress
     * @param receipt how its stop ended: a dead record, or given up
     */
    record TakeOverFailed(String egressId, StopReceipt receipt) implements StreamEvent {}

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
     * An egress that was started elsewhere is guarded from now on.
     *
     * @param egressId its id
     */
    record Adopted(String egressId) implements StreamEvent {}

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
     * A stop has ended, one way or another.
     *
     * @param by who wanted it
     * @param receipt how it ended
     * @param sinceDrop how long ago the host was last seen up; zero if it is, or never was
     */
    record StopEnded(By by, StopReceipt receipt, Duration sinceDrop) implements StreamEvent {}

    /**
     * The egress has been ENDING for longer than a stop may take, such as for a long upload. Nobody can hurry it.
     *
     * @param egressId its id
     */
    record StillEnding(String egressId) implements StreamEvent {}

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
        USER,
        /** The egress was STARTING for longer than it may. */
        START_LIMIT
    }
}
