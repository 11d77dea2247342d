package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What webrtc-java itself makes of video that it cannot tell the codec of. */
class UndecodedPacketsTest {
    private static final long PACKETS = 30;

    private final PeerConnectionFactory factory = HeadlessWebRtc.factory();

    @Test
    void packetsAreCountedAndNotDecoded() {
        SendingPeer sender = new SendingPeer(factory);
        RTCPeerConnection receiver = factory.createPeerConnection(new RTCConfiguration(), candidate -> {});
        try {
            CustomVideoSource source = sender.add("TR_picture", "host");
            Undecoded undecoded = new Undecoded(new Sdp(sender.offer().blockingGet()));
            Sdp answer = new Negotiation(receiver)
                    .answer(undecoded.told())
                    .map(undecoded::accepted)
                    .blockingGet();
            sender.accept(answer.text()).blockingAwait();
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
                push(source);
                return number(received(receiver), "packetsReceived") >= PACKETS;
            });
            assertThat(received(receiver))
                    .containsEntry("trackIdentifier", "TR_picture")
                    .satisfies(
                            video -> assertThat(number(video, "framesDecoded")).isZero())
                    .satisfies(video -> assertThat(number(video, "pliCount")).isZero())
                    .satisfies(video -> assertThat(number(video, "nackCount")).isZero());
        } finally {
            sender.close();
            receiver.close();
        }
    }

    private static void push(CustomVideoSource source) {
        VideoFrame frame = new VideoFrame(NativeI420Buffer.allocate(160, 90), System.nanoTime());
        try {
            source.pushFrame(frame);
        } finally {
            frame.release();
        }
    }

    private static Map<String, Object> received(RTCPeerConnection connection) {
        CompletableFuture<RTCStatsReport> report = new CompletableFuture<>();
        connection.getStats(report::complete);
        return report.join().getStats().values().stream()
                .filter(stats -> stats.getType() == RTCStatsType.INBOUND_RTP)
                .map(RTCStats::getAttributes)
                .findFirst()
                .orElse(Map.of());
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
