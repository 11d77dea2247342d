package io.github.streamlifecycle.livekit.events;

import io.github.streamlifecycle.core.rx.StopReason;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;

/**
 * The reason and the way in which a guarded stream ended. There is exactly one for each {@link io.github.streamlifecycle.livekit.GuardedStream}.
 *
 * @since 0.1.0
 */
public sealed interface Outcome {
    /**
     * Returns the end of the egress.
     *
     * @return how its stop ended; for an egress that nobody stopped, that it had ended already or was never started
     */
    StopReceipt receipt();

    /**
     * The host's publish fell, and the egress was stopped for it.
     *
     * @param reason the kind of fall
     * @param receipt how the stop ended
     */
    record HostDropped(StopReason reason, StopReceipt receipt) implements Outcome {}

    /**
     * The user stopped it.
     *
     * @param receipt how the stop ended
     */
    record UserStopped(StopReceipt receipt) implements Outcome {}

    /**
     * The egress ended without anybody here stopping it.
     *
     * @param egressId the egress
     * @param status its final status; UNRECOGNIZED if the server has forgotten the egress
     * @param error what LiveKit says went wrong; empty if nothing did
     */
    record EgressEnded(String egressId, EgressStatus status, Optional<String> error) implements Outcome {
        @Override
        public StopReceipt receipt() {
            return new StopReceipt.AlreadyEnded(egressId, Optional.of(status), StopReceipt.Tries.NONE, Duration.ZERO);
        }
    }

    /**
     * The egress was STARTING for longer than it may, such as because nothing was published, and was stopped for it.
     *
     * @param receipt how the stop ended
     */
    record NeverLive(StopReceipt receipt) implements Outcome {}

    /**
     * The egress was not started.
     *
     * @param cause the error of the start
     */
    record StartFailed(LiveKitException cause) implements Outcome {
        @Override
        public StopReceipt receipt() {
            return new StopReceipt.NotStarted(Optional.of(cause));
        }
    }
}
