package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.presence.DropThresholds;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** How to publish: where to, how long to try, when to suspect a drop, and what to change in the descriptions. */
record WhipSettings(
        WhipEndpoint endpoint,
        Place place,
        Duration connectTimeout,
        DropThresholds thresholds,
        UnaryOperator<Sdp> onOffer,
        UnaryOperator<Sdp> onAnswer) {
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(15);

    static WhipSettings of(WhipEndpoint endpoint, Place place) {
        return new WhipSettings(
                endpoint,
                place,
                DEFAULT_CONNECT_TIMEOUT,
                DropThresholds.ofDefaults(),
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    WhipSettings with(Duration changed) {
        return new WhipSettings(endpoint, place, changed, thresholds, onOffer, onAnswer);
    }

    WhipSettings with(DropThresholds changed) {
        return new WhipSettings(endpoint, place, connectTimeout, changed, onOffer, onAnswer);
    }

    WhipSettings rewriting(UnaryOperator<Sdp> offer, UnaryOperator<Sdp> answer) {
        return new WhipSettings(endpoint, place, connectTimeout, thresholds, offer, answer);
    }

    WhipException timedOut(String what) {
        return new WhipException(WhipException.Kind.TIMEOUT, what + " within " + connectTimeout);
    }
}
