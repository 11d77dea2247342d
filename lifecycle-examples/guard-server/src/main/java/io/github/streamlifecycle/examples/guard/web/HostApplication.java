package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import java.time.Duration;

/**
 * The application of a demonstration whose host is in a browser. Like the backend of any product, it signs the host's tokens,
 * and starts and ends the host's egress. It guards nothing: that is done by the guards, which know nothing of it.
 *
 * @param livekit the server that the host publishes to; not closed here
 * @param server what that server is
 * @param egress the egress to start when the host goes live
 * @param grace how long a drop is waited out, for the page to tell
 */
public record HostApplication(LiveKit livekit, Server server, EgressRequest egress, Duration grace) {
    /** What a demonstration publishes to. */
    public enum Server {
        /** The stand-in for LiveKit on this machine. */
        DOUBLE,
        /** A LiveKit server. */
        LIVEKIT
    }
}
