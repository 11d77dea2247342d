package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.RTCPeerConnection;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.UserStopped;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitExtension;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's code at the host: from a peer connection to a guarded stream. */
class SnippetTest {
    @RegisterExtension
    static final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(20));

    private final LiveKitDouble server = embedded.server();
    private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    private LiveKit connect() {
        return LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
    }

    private WhipSession publish() {
        return WhipClient.to(connect(), "my-room", "host")
                .publish(HeadlessWebRtc.factory(), WhipIntegrationTest.tracks())
                .blockingGet();
    }

    private void switchOn(Outcome outcome) {
        outcomes.add(outcome);
    }

    @Test
    void userStopsAStreamOnAConnectionOfTheirOwn() {
        WhipSession session = publish();
        RTCPeerConnection peerConnection = session.connection();
        try (var livekit = connect()) {
            var presence = PeerConnectionPresence.of(peerConnection); // states and stats, webrtc-java
            var stream = livekit.guard("my-room", presence)
                    .grace(Duration.ofSeconds(5))
                    .start(RoomCompositeEgress.grid()
                            .toRtmp("rtmps://127.0.0.1/live/key")); // takes over, starts, guards
            stream.outcome().subscribe(o -> switchOn(o)); // sealed: why and how it ended
            stream.events()
                    .ofType(StreamEvent.Live.class)
                    .timeout(60, TimeUnit.SECONDS)
                    .blockingFirst();
            stream.stop(); // the user's own stop
        }
        session.leave().blockingAwait();
        assertThat(outcomes).singleElement().isInstanceOf(UserStopped.class);
        assertThat(server.calls("StopEgress")).hasSize(1);
    }

    @Test
    @Tag("P6")
    void connectionThatIsClosedIsAHostThatIsGone() {
        WhipSession session = publish();
        try (var livekit = connect()) {
            var presence = PeerConnectionPresence.of(session.connection());
            var stream = livekit.guard("my-room", presence)
                    .start(RoomCompositeEgress.grid().toFile("/out/x.mp4"));
            stream.events()
                    .ofType(StreamEvent.Live.class)
                    .timeout(60, TimeUnit.SECONDS)
                    .blockingFirst();
            session.leave().blockingAwait();
            assertThat(stream.outcome().timeout(60, TimeUnit.SECONDS).blockingGet())
                    .isInstanceOf(HostDropped.class);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Flowable.fromPublisher(presence).blockingFirst(), Presence.DOWN::equals);
        }
        assertThat(server.calls("StopEgress")).hasSize(1);
    }
}
