package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.host.HostEvent;
import io.github.streamlifecycle.livekit.host.ReturningHost;
import io.livekit.server.RoomServiceClient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.ParticipantInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A host that comes back, with real media, on every server that is configured. */
@Execution(ExecutionMode.CONCURRENT)
class ReturningHostIntegrationTest {
    private static final String ALL = "io.github.streamlifecycle.livekit.Servers#all";

    private final String room = "returning-" + UUID.randomUUID();

    private ReturningHost publish(LiveKit livekit) {
        return WhipClient.to(livekit, room, "host")
                .connectTimeout(Duration.ofMinutes(1))
                .keepPublishing(HeadlessWebRtc.factory(), WhipIntegrationTest.tracks())
                .blockingGet();
    }

    /** The session that the server knows the host by. */
    private String sid(LiveKit livekit) {
        return livekit.participants(room).blockingGet().stream()
                .filter(one -> one.getIdentity().equals("host") && one.getState() == ParticipantInfo.State.ACTIVE)
                .map(ParticipantInfo::getSid)
                .findFirst()
                .orElse("");
    }

    private String awaitSid(LiveKit livekit, String other) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !List.of("", other).contains(sid(livekit)));
        return sid(livekit);
    }

    private static TestSubscriber<Presence> watched(ReturningHost host) {
        TestSubscriber<Presence> presence = Flowable.fromPublisher(host).test();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> presence.values().contains(Presence.UP));
        return presence;
    }

    /** A loaded machine may add a suspicion, never a fall. */
    private static void awaitReturn(TestSubscriber<Presence> presence) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(presence.values())
                        .startsWith(Presence.UP, Presence.SUSPECT)
                        .doesNotContain(Presence.DOWN)
                        .endsWith(Presence.UP));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void hostThatTheServerRemovedIsBackByItself(Server server) throws Exception {
        try (LiveKit livekit = server.connect()) {
            ReturningHost host = publish(livekit);
            TestSubscriber<Presence> presence = watched(host);
            String first = awaitSid(livekit, "");
            RoomServiceClient.createClient(livekit.url(), server.apiKey(), server.apiSecret())
                    .removeParticipant(room, "host")
                    .execute();
            assertThat(awaitSid(livekit, first)).isNotEqualTo(first);
            awaitReturn(presence);
            host.leave().blockingAwait(60, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> sid(livekit).isEmpty());
            assertThat(Flowable.fromPublisher(host).blockingFirst()).isEqualTo(Presence.DOWN);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void hostThatAnotherDeviceReplacedStaysAway(Server server) {
        try (LiveKit livekit = server.connect()) {
            ReturningHost host = publish(livekit);
            TestSubscriber<Presence> presence = watched(host);
            String first = awaitSid(livekit, "");
            WhipSession other = WhipClient.to(livekit, room, "host")
                    .connectTimeout(Duration.ofMinutes(1))
                    .publish(HeadlessWebRtc.factory(), WhipIntegrationTest.tracks())
                    .blockingGet();
            host.events()
                    .ofType(HostEvent.TakenOver.class)
                    .timeout(60, TimeUnit.SECONDS)
                    .blockingFirst();
            awaitReturn(presence);
            String theirs = awaitSid(livekit, first);
            other.leave().blockingAwait();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(presence.values()).endsWith(Presence.DOWN));
            assertThat(host.events().ofType(HostEvent.Connecting.class).test().values())
                    .isEmpty();
            assertThat(theirs).isNotEqualTo(first);
        }
    }
}
