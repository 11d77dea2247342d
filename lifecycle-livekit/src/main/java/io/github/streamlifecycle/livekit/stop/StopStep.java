package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import java.time.Duration;
import livekit.LivekitEgress.EgressInfo;

/** The next thing that a stop does. Each step but the last has one {@link Finding}, which decides the step after it. */
sealed interface StopStep {
    /** Sends StopEgress, unless the stop is not wanted any more. */
    record Ask() implements StopStep {}

    /** Reads the egress of a stop that was accepted, after a pause. */
    record Look(Duration pause) implements StopStep {}

    /** Reads the egress after a pause, since a try that failed may have been applied; unless the stop is unwanted. */
    record LookThenAsk(Duration pause) implements StopStep {}

    /** Reads an egress of which the server says that it cannot be stopped in its state. */
    record ReadRefused(LiveKitException refusal) implements StopStep {}

    /** Looks for the recorder of an egress in its room. */
    record FindRecorder(EgressInfo info) implements StopStep {}

    /** Ends with a receipt. */
    record End(StopReceipt receipt) implements StopStep {}

    /** The result of a step. */
    sealed interface Finding {
        /** None of those who asked for the stop wants it any more. */
        record Unwanted() implements Finding {}

        /** StopEgress was accepted. */
        record Accepted(EgressInfo info) implements Finding {}

        /** StopEgress failed. */
        record Failed(LiveKitException error) implements Finding {}

        /** The egress was read. */
        record Read(EgressInfo info) implements Finding {}

        /** The server does not know the egress. */
        record Unknown() implements Finding {}

        /** The egress, or the room of its recorder, could not be read. */
        record Unread(LiveKitException error) implements Finding {}

        /** The recorder is in its room. */
        record Recorder() implements Finding {}

        /** The recorder is not in its room. */
        record NoRecorder() implements Finding {}
    }
}
