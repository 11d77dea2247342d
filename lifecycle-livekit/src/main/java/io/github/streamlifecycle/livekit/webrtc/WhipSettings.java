package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.presence.DropThresholds;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The settings of a publish: its server, its time-out, its thresholds for a drop, and its relay, if any. */
record WhipSettings(
        WhipEndpoint endpoint,
        OwnParticipants own,
        Duration connectTimeout,
        DropThresholds thresholds,
        Optional<UnaryOperator<InetSocketAddress>> relay) {
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(15);

    static WhipSettings of(WhipEndpoint endpoint, OwnParticipants own) {
        return new WhipSettings(endpoint, own, DEFAULT_CONNECT_TIMEOUT, DropThresholds.ofDefaults(), Optional.empty());
    }

    WhipSettings with(Duration changed) {
        return new WhipSettings(endpoint, own, changed, thresholds, relay);
    }

    WhipSettings with(DropThresholds changed) {
        return new WhipSettings(endpoint, own, connectTimeout, changed, relay);
    }

    WhipSettings with(UnaryOperator<InetSocketAddress> changed) {
        return new WhipSettings(endpoint, own, connectTimeout, thresholds, Optional.of(changed));
    }

    /**
     * Returns the offer to send: behind a relay it has no candidates of this end, since the server's checks would open
     * a direct path.
     */
    Sdp offered(Sdp offer) {
        return relay.isPresent() ? offer.withoutCandidates() : offer;
    }

    Sdp answered(Sdp answer) {
        try {
            return relay.map(answer::withUdpCandidates).orElse(answer);
        } catch (RuntimeException failed) {
            throw new WhipException(WhipException.Kind.NEGOTIATION, 0, "the relay failed: " + failed, failed);
        }
    }

    WhipException timedOut(String what) {
        return new WhipException(WhipException.Kind.TIMEOUT, what + " within " + connectTimeout.toMillis() + " ms");
    }
}
