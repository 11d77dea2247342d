package io.github.streamlifecycle.livekit.events;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;

/**
 * An event in the life of a guarded stream, in the order of {@link io.github.streamlifecycle.livekit.GuardedStream#events}.
 *
 * @since 0.1.0
 */
public sealed interface StreamEvent {
    /**
     * The host's presence changed.
     *
     * @param presence its level now
     */
    record HostChanged(Presence presence) implements StreamEvent {}

    /**
     * An egress that was running in the room before is being stopped.
     *
     * @param egressId that egress
     */
    record TakingOver(String egressId) implements StreamEvent {}

    /**
     * An egress that was running in the room before has ended, or is not known to the server.
     *
     * @param egressId that egress
     * @param receipt how its stop ended
     */
    record TookOver(String egressId, StopReceipt receipt) implements StreamEvent {}

    /**
     * An egress that was running in the room before is still listed; the start goes on without it.
     *
     * @param egressId that egress
     * @param receipt how its stop ended: a dead record, or given up
     */
    record TakeOverFailed(String egressId, StopReceipt receipt) implements StreamEvent {}

    /**
     * The stream goes on without a guard: the presence feed ended before the host was up.
     */
    record Unguarded() implements StreamEvent {}

    /**
     * The egress is live, and its host has not been seen up since the guard began: it is not stopped when the host falls
     * unless the host is seen up first. A presence feed that does not replay its latest level is the usual reason.
     *
     * @param egressId the egress
     */
    record HostNeverUp(String egressId) implements StreamEvent {}

    /**
     * The end of the egress could not be confirmed, or an unanswered start may have made one: it may be running, and
     * nothing stops it any more unless the plan is {@link io.github.streamlifecycle.livekit.GuardPlan#untilConfirmed}.
     *
     * @param egressId the egress; empty if a start was not answered, so that its id is not known
     * @param error the last error
     */
    record MayStillRun(Optional<String> egressId, LiveKitException error) implements StreamEvent {}

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
     * A stop was decided. It is sent before this is told, unless the egress is still being started.
     *
     * @param cause the party or rule that wants it
     */
    record StopRequested(StopCause cause) implements StreamEvent {}

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
     * @param cause the party or rule that wanted it
     * @param receipt how it ended
     * @param sinceDrop the time since the host was last seen up; zero if it is up or never was
     */
    record StopEnded(StopCause cause, StopReceipt receipt, Duration sinceDrop) implements StreamEvent {}

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
}
