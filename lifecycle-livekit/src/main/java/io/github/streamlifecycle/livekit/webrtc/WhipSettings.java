package io.github.streamlifecycle.livekit.webrtc;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** How to publish: where to, how long to try, and what to change in the descriptions on their way. */
record WhipSettings(
        WhipEndpoint endpoint,
        Place place,
        Duration connectTimeout,
        UnaryOperator<Sdp> onOffer,
        UnaryOperator<Sdp> onAnswer) {
    WhipException timedOut(String what) {
        return new WhipException(WhipException.Kind.TIMEOUT, what + " within " + connectTimeout);
    }
}
