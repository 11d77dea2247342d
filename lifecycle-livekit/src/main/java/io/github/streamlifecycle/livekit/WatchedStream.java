package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;

/** A stream as the watches over its host and its egress know it: what they may ask, and what they tell. */
interface WatchedStream {
    boolean isLive();

    boolean isStopRequested();

    void tell(StreamEvent event);

    /** The stop of this cause has ended, and the stream with it. */
    void end(StopCause cause, Outcome outcome);

    /** The egress has ended without a stop of ours. */
    void egressEnded(Outcome outcome);

    /** The egress was not live in time. */
    void stopNeverLive();

    /** The guard itself failed. */
    void failed(Throwable error);
}
