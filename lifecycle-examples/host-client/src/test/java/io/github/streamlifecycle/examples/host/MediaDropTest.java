package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.StopReason;
import io.github.streamlifecycle.examples.network.UdpRelay;
import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.testkit.ApiCall;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitDoubleProcess;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.github.streamlifecycle.livekit.webrtc.WhipSession;
import io.livekit.server.RoomServiceClient;
import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drops of real media, of every kind. The media server may die, since the egress is stopped through another node of the
 * cluster.
 */
@Execution(ExecutionMode.CONCURRENT)
class MediaDropTest {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final LiveKitDouble API = LiveKitDouble.builder().speed(10).start();
    private static final LiveKitDouble MEDIA = LiveKitDouble.builder().start();
    private static final TestPicture PICTURE = new TestPicture(HeadlessWebRtc.factory());

    @AfterAll
    static void close() {
        PICTURE.close();
        API.close();
        MEDIA.close();
    }

    private static LiveKit at(String url) {
        return LiveKit.connect(url, API.apiKey(), API.apiSecret());
    }

    private static WhipSession publish(WhipClient client) {
        return client.connectTimeout(Duration.ofMinutes(2))
                .publish(HeadlessWebRtc.factory(), List.of(PICTURE.track()))
                .blockingGet();
    }

    /** Goes live, drops, and expects one stop. */
    private static void dropStopsTheEgressOnce(String room, WhipSession session, Runnable drop) {
        API.joinAndPublish(room, "host");
        LiveKit livekit = at(API.url());
        GuardedStream stream = start(livekit, room, session);
        String id = live(stream);
        drop.run();
        Outcome outcome = stream.outcome().timeout(60, TimeUnit.SECONDS).blockingGet();
        assertThat(outcome).isInstanceOfSatisfying(HostDropped.class, dropped -> {
            assertThat(dropped.reason()).isEqualTo(StopReason.GRACE_ELAPSED);
            assertThat(dropped.receipt()).isInstanceOf(Stopped.class);
        });
        assertThat(stopsOf(id)).hasSize(1);
        // a server that is gone would be waited for
        session.abandon();
        livekit.close();
    }

    private static GuardedStream start(LiveKit livekit, String room, WhipSession session) {
        return livekit.guard(room, session.presence())
                .grace(GRACE)
                .start(RoomCompositeEgress.grid().toFile("/out/" + room + ".mp4"));
    }

    private static String live(GuardedStream stream) {
        return stream.events()
                .ofType(StreamEvent.Live.class)
                .timeout(60, TimeUnit.SECONDS)
                .blockingFirst()
                .egressId();
    }

    private static List<ApiCall> stopsOf(String egressId) {
        return API.calls("StopEgress").stream()
                .filter(call -> call.egressId().equals(egressId))
                .toList();
    }

    private static WhipClient through(UdpRelay network, LiveKit media, String room) {
        return WhipClient.to(media, room, "host").mediaThrough(network::addressFor);
    }

    /** The embedded double, and a real server's media if LIVEKIT_URL is set. */
    static Stream<MediaServer> mediaServers() {
        Map<String, String> environment = System.getenv();
        String real = environment.getOrDefault("LIVEKIT_URL", "");
        System.out.println("Media is lost at the embedded double" + (real.isBlank() ? "" : " and at " + real));
        return Stream.concat(
                Stream.of(new MediaServer(MEDIA.url(), MEDIA.apiKey(), MEDIA.apiSecret())),
                Stream.of(real)
                        .filter(url -> !url.isBlank())
                        .map(url -> new MediaServer(
                                url, environment.get("LIVEKIT_API_KEY"), environment.get("LIVEKIT_API_SECRET"))));
    }

    record MediaServer(String url, String apiKey, String apiSecret) {
        LiveKit connect() {
            return LiveKit.connect(url, apiKey, apiSecret);
        }

        @Override
        public String toString() {
            return url;
        }
    }

    @ParameterizedTest
    @MethodSource("mediaServers")
    @Tag("P6")
    void cutNetworkStopsTheEgressOnce(MediaServer server) {
        try (UdpRelay network = new UdpRelay()) {
            String room = "cut-" + UUID.randomUUID();
            dropStopsTheEgressOnce(room, publish(through(network, server.connect(), room)), network::cut);
        }
    }

    @Test
    @Tag("P6")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be frozen there")
    void frozenServerStopsTheEgressOnce() {
        try (LiveKitDoubleProcess media = LiveKitDoubleProcess.start()) {
            WhipSession session = publish(WhipClient.to(at(media.url()), "frozen", "host"));
            dropStopsTheEgressOnce("frozen", session, media::freeze);
        }
    }

    @Test
    @Tag("P6")
    void killedServerStopsTheEgressOnce() {
        try (LiveKitDoubleProcess media = LiveKitDoubleProcess.start()) {
            WhipSession session = publish(WhipClient.to(at(media.url()), "killed", "host"));
            dropStopsTheEgressOnce("killed", session, media::kill);
        }
    }

    @Test
    @Tag("P6")
    void removedHostStopsTheEgressOnce() {
        WhipSession session = publish(WhipClient.to(at(MEDIA.url()), "closed", "host"));
        dropStopsTheEgressOnce("closed", session, () -> remove("closed"));
    }

    private static void remove(String room) {
        try {
            RoomServiceClient.createClient(MEDIA.url(), MEDIA.apiKey(), MEDIA.apiSecret())
                    .removeParticipant(room, "host")
                    .execute();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("P5")
    void cutThatHealsAfterThreeSecondsStopsNothing() {
        try (UdpRelay network = new UdpRelay()) {
            WhipSession session = publish(through(network, at(MEDIA.url()), "healed"));
            API.joinAndPublish("healed", "host");
            LiveKit livekit = at(API.url());
            GuardedStream stream = livekit.guard("healed", session.presence())
                    .grace(Duration.ofSeconds(5))
                    .start(RoomCompositeEgress.grid().toFile("/out/healed.mp4"));
            String id = live(stream);
            network.cut();
            pause(3);
            network.heal();
            pause(9);
            assertThat(Flowable.fromPublisher(session.presence()).blockingFirst())
                    .isEqualTo(Presence.UP);
            assertThat(stopsOf(id)).isEmpty();
            assertThat(stream.stop().blockingGet()).isInstanceOf(Stopped.class);
            assertThat(stopsOf(id)).hasSize(1);
            session.leave().blockingAwait();
            livekit.close();
        }
    }

    /** Waits in real time: media has a clock of its own. */
    private static void pause(long seconds) {
        Flowable.timer(seconds, TimeUnit.SECONDS).blockingSubscribe();
    }
}
