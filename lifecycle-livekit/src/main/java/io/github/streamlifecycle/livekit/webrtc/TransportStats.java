package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsCollectorCallback;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
import io.github.streamlifecycle.livekit.presence.DtlsState;
import io.github.streamlifecycle.livekit.presence.TransportSample;
import io.github.streamlifecycle.livekit.presence.TransportSample.Checks;
import io.github.streamlifecycle.livekit.presence.TransportSample.Packets;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statistics of a connection's transport, ten times a second or as fast as they come. */
final class TransportStats {
    static final long LOOK_EVERY_MILLIS = 100;

    private TransportStats() {}

    /** The longest wait for an answer; samples that far apart are of no use. */
    private static final long GIVEN_UP_AFTER_SECONDS = 5;

    /** Returns samples: none before a pair is selected, nor while the native thread does not answer. */
    static Flowable<TransportSample> samples(RTCPeerConnection connection) {
        return samples(sample(connection), Callbacks.SCHEDULER);
    }

    /** Takes one sample at a time, however long each takes: a slow one is late, not lost. */
    static Flowable<TransportSample> samples(Maybe<TransportSample> look, Scheduler scheduler) {
        // Answers come on the native thread. A look made there would wait for the connection's lock, whose owner may be
        // waiting for the native thread.
        Maybe<TransportSample> answered = look.observeOn(scheduler);
        return Flowable.interval(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS, scheduler)
                .onBackpressureDrop()
                .concatMapMaybe(
                        tick -> answered.timeout(GIVEN_UP_AFTER_SECONDS, TimeUnit.SECONDS, scheduler, Maybe.empty()), 1)
                .observeOn(scheduler);
    }

    /** Takes a sample: empty if no pair is selected yet, or the connection is closed. */
    private static Maybe<TransportSample> sample(RTCPeerConnection connection) {
        return Maybe.<RTCStatsReport>create(emitter -> {
                    RTCStatsCollectorCallback callback =
                            Callbacks.safe(RTCStatsCollectorCallback.class, emitter::onSuccess);
                    try {
                        synchronized (connection) {
                            connection.getStats(callback);
                        }
                    } catch (NullPointerException closed) {
                        // by somebody who waits for this no more, so that an error could not be delivered
                        emitter.onComplete();
                    }
                })
                .mapOptional(TransportStats::read)
                .onErrorComplete();
    }

    static Optional<TransportSample> read(RTCStatsReport report) {
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        return ofType(report, RTCStatsType.TRANSPORT)
                .filter(transport -> pairId(transport) != null)
                .findFirst()
                .flatMap(transport -> Optional.ofNullable(report.getStats().get(pairId(transport)))
                        .map(pair -> new TransportSample(
                                now,
                                new Packets(
                                        count(transport, "packetsReceived"),
                                        count(transport, "packetsSent"),
                                        ofType(report, RTCStatsType.REMOTE_INBOUND_RTP)
                                                .mapToLong(stream -> count(stream, "packetsLost"))
                                                .sum()),
                                new Checks(
                                        count(pair, "requestsSent"),
                                        count(pair, "responsesReceived"),
                                        roundTripMillis(pair)),
                                dtls(transport))));
    }

    private static Stream<RTCStats> ofType(RTCStatsReport report, RTCStatsType type) {
        return report.getStats().values().stream().filter(stats -> stats.getType() == type);
    }

    private static @Nullable String pairId(RTCStats transport) {
        return transport.getAttributes().get("selectedCandidatePairId") instanceof String id ? id : null;
    }

    private static DtlsState dtls(RTCStats transport) {
        return transport.getAttributes().get("dtlsState") instanceof String state
                ? DtlsState.valueOf(state.toUpperCase(Locale.ROOT))
                : DtlsState.NEW;
    }

    /** Returns the round trip time, which the W3C statistics give in seconds. */
    private static long roundTripMillis(RTCStats pair) {
        return pair.getAttributes().get("currentRoundTripTime") instanceof Number seconds
                ? Math.round(seconds.doubleValue() * 1_000)
                : 0;
    }

    private static long count(RTCStats stats, String name) {
        return stats.getAttributes().get(name) instanceof Number number ? number.longValue() : 0;
    }
}
