package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsCollectorCallback;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
import io.github.streamlifecycle.livekit.media.TrackCount;
import io.reactivex.rxjava3.core.Maybe;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packets that a connection has received so far.
 *
 * @param byTrack by the sid of the track
 * @param checksSent the connectivity checks of the path in use that were sent so far
 * @param checksAnswered how many of them were answered
 */
record ReceivedPackets(Map<String, TrackCount> byTrack, long checksSent, long checksAnswered) {
    ReceivedPackets {
        byTrack = Map.copyOf(byTrack);
    }

    /** Counts them; empty if the connection is closed. */
    static Maybe<ReceivedPackets> of(RTCPeerConnection connection) {
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
                // a next look from the native thread would wait for the lock of one that waits for that thread
                .observeOn(Callbacks.SCHEDULER)
                .map(ReceivedPackets::read)
                .onErrorComplete();
    }

    private static ReceivedPackets read(RTCStatsReport report) {
        Map<String, TrackCount> byTrack = new HashMap<>();
        long sent = 0;
        long answered = 0;
        for (RTCStats stats : report.getStats().values()) {
            Map<String, Object> attributes = stats.getAttributes();
            if (stats.getType() == RTCStatsType.INBOUND_RTP
                    && attributes.get("trackIdentifier") instanceof String sid) {
                byTrack.merge(sid, count(stats), TrackCount::plus);
            } else if (stats.getType() == RTCStatsType.CANDIDATE_PAIR
                    && Boolean.TRUE.equals(attributes.get("nominated"))) {
                sent += count(attributes, "requestsSent");
                answered += count(attributes, "responsesReceived");
            }
        }
        return new ReceivedPackets(byTrack, sent, answered);
    }

    /** Both times are of the same clock. */
    private static TrackCount count(RTCStats stats) {
        Map<String, Object> attributes = stats.getAttributes();
        long silent = attributes.get("lastPacketReceivedTimestamp") instanceof Number last
                ? TimeUnit.MICROSECONDS.toMillis(stats.getTimestamp()) - last.longValue()
                : 0;
        return new TrackCount(count(attributes, "packetsReceived"), silent);
    }

    private static long count(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
