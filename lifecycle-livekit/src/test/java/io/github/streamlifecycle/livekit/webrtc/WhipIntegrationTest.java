package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.Servers.Server;
import io.livekit.server.RoomServiceClient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.ParticipantInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WhipIntegrationTest {
    private static final String ALL = "io.github.streamlifecycle.livekit.Servers#all";
    private static final CustomVideoSource SOURCE = source();

    /** A port that nothing listens on. */
    private static final InetSocketAddress BLACK_HOLE = new InetSocketAddress("127.0.0.1", 9);

    private final String room = "whip-" + UUID.randomUUID();

    private static CustomVideoSource source() {
        HeadlessWebRtc.factory();
        return new CustomVideoSource();
    }

    static List<VideoTrack> tracks() {
        return List.of(HeadlessWebRtc.factory().createVideoTrack("camera", SOURCE));
    }

    private WhipSession publish(LiveKit livekit) {
        return WhipClient.to(livekit, room, "host")
                .connectTimeout(Duration.ofMinutes(1))
                .publish(HeadlessWebRtc.factory(), tracks())
                .blockingGet();
    }

    private List<ParticipantInfo> participants(Server server) throws Exception {
        String http = server.url().replaceFirst("^ws", "http");
        return RoomServiceClient.createClient(http, server.apiKey(), server.apiSecret())
                .listParticipants(room)
                .execute()
                .body();
    }

    private static Presence latest(WhipSession session) {
        return Flowable.fromPublisher(session.presence()).blockingFirst();
    }

    private static WhipException failure(Single<?> call) {
        Object result =
                call.map(Object.class::cast).onErrorReturn(error -> error).blockingGet();
        assertThat(result).isInstanceOf(WhipException.class);
        return (WhipException) result;
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void hostIsInTheRoomUntilItLeaves(Server server) throws Exception {
        try (LiveKit livekit = server.connect()) {
            WhipSession session = publish(livekit);
            assertThat(latest(session)).isEqualTo(Presence.UP);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(participants(server))
                            .extracting(ParticipantInfo::getIdentity)
                            .containsExactly("host"));
            session.leave().blockingAwait();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(participants(server)).isEmpty());
            assertThat(latest(session)).isEqualTo(Presence.DOWN);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void iceRestartKeepsTheSession(Server server) throws Exception {
        try (LiveKit livekit = server.connect()) {
            WhipSession session = publish(livekit);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(participants(server)).hasSize(1));
            String sid = participants(server).get(0).getSid();
            String before = new Sdp(session.connection().getRemoteDescription().sdp)
                    .iceUfrag()
                    .orElseThrow();
            session.restartIce().blockingAwait(60, TimeUnit.SECONDS);
            String after = new Sdp(session.connection().getRemoteDescription().sdp)
                    .iceUfrag()
                    .orElseThrow();
            assertThat(after).isNotEqualTo(before);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(latest(session)).isEqualTo(Presence.UP));
            assertThat(participants(server))
                    .singleElement()
                    .satisfies(host -> assertThat(host.getSid()).isEqualTo(sid));
            session.leave().blockingAwait();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void secondSessionOfTheSameHostReplacesTheFirst(Server server) throws Exception {
        try (LiveKit livekit = server.connect()) {
            WhipSession first = publish(livekit);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(participants(server)).hasSize(1));
            String sid = participants(server).get(0).getSid();
            WhipSession second = publish(livekit);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(participants(server))
                            .singleElement()
                            .satisfies(host -> assertThat(host.getSid()).isNotEqualTo(sid)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(latest(first)).isEqualTo(Presence.SUSPECT));
            first.leave().blockingAwait();
            assertThat(latest(second)).isEqualTo(Presence.UP);
            second.leave().blockingAwait();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void wrongTokenIsRefusedAndNotShown(Server server) {
        URI endpoint = URI.create(server.url().replaceFirst("^ws", "http").replaceAll("/$", "") + "/whip/v1");
        WhipException refused =
                failure(WhipClient.to(endpoint, () -> "eyJ.not.a-token").publish(HeadlessWebRtc.factory(), tracks()));
        assertThat(refused.kind()).isEqualTo(WhipException.Kind.REFUSED);
        assertThat(refused.status()).hasValue(401);
        assertThat(refused.toString()).doesNotContain("eyJ");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void mediaThatFindsNoWayTimesOutAndLeavesNothing(Server server) throws Exception {
        try (LiveKit livekit = server.connect()) {
            WhipException timedOut = failure(WhipClient.to(livekit, room, "host")
                    .connectTimeout(Duration.ofSeconds(2))
                    .mediaThrough(to -> BLACK_HOLE)
                    .publish(HeadlessWebRtc.factory(), tracks()));
            assertThat(timedOut.kind()).isEqualTo(WhipException.Kind.TIMEOUT);
            assertThat(participants(server)).isEmpty();
        }
    }
}
