package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsCollectorCallback;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
import io.github.streamlifecycle.livekit.presence.DropDetector;
import io.github.streamlifecycle.livekit.presence.TransportSample;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The statistics of a connection's transport, five times a second. */
final class TransportStats {
    static final long LOOK_EVERY_MILLIS = 200;

    private TransportStats() {}

    /** What the detector makes of them, beginning with the one that has seen nothing. */
    static Flowable<DropDetector> watch(RTCPeerConnection connection) {
        return Flowable.interval(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS, Callbacks.SCHEDULER)
                .onBackpressureDrop()
                .switchMapMaybe(tick -> sample(connection))
                .observeOn(Callbacks.SCHEDULER)
                .scan(DropDetector.initial(), DropDetector::on);
    }

    /** Empty if there is no selected pair yet, or no connection any more. */
    private static Maybe<TransportSample> sample(RTCPeerConnection connection) {
        return Maybe.<RTCStatsReport>create(emitter -> {
                    RTCStatsCollectorCallback callback =
                            Callbacks.safe(RTCStatsCollectorCallback.class, emitter::onSuccess);
                    synchronized (connection) {
                        connection.getStats(callback);
                    }
                })
                .mapOptional(TransportStats::read)
                .onErrorComplete();
    }

    static Optional<TransportSample> read(RTCStatsReport report) {
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        return report.getStats().values().stream()
                .filter(stats -> stats.getType() == RTCStatsType.TRANSPORT)
                .filter(stats -> stats.getAttributes().get("selectedCandidatePairId") instanceof String)
                .findFirst()
                .flatMap(transport -> Optional.ofNullable(report.getStats()
                                .get((String) transport.getAttributes().get("selectedCandidatePairId")))
                        .map(pair -> new TransportSample(
                                now,
                                count(transport, "packetsReceived"),
                                count(transport, "packetsSent"),
                                count(pair, "requestsSent"),
                                count(pair, "responsesReceived"),
                                roundTripMillis(pair))));
    }

    /** W3C: the round trip time in seconds. */
    private static long roundTripMillis(RTCStats pair) {
        return pair.getAttributes().get("currentRoundTripTime") instanceof Number seconds
                ? Math.round(seconds.doubleValue() * 1_000)
                : 0;
    }

    private static long count(RTCStats stats, String name) {
        return stats.getAttributes().get(name) instanceof Number number ? number.longValue() : 0;
    }
}
