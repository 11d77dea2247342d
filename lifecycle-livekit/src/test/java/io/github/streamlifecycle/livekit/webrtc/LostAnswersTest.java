package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.RTCSignalingState;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.host.HostEvent;
import io.github.streamlifecycle.livekit.host.ReturningHost;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitExtension;
import io.livekit.server.RoomServiceClient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.ParticipantInfo;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers of a WHIP server that come late or never, on real media. */
class LostAnswersTest {
    private static final String ROOM = "lost-answers";

    @RegisterExtension
    static final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(20));

    private final LiveKitDouble server = embedded.server();
    private final LiveKit livekit = embedded.client();
    private WhipProxy proxy;

    @BeforeEach
    void open() throws Exception {
        proxy = new WhipProxy(server.url());
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private WhipClient client() {
        WhipEndpoint endpoint =
                new WhipEndpoint(proxy.endpoint(), () -> livekit.publishToken(ROOM, "host", Duration.ofMinutes(10)));
        return WhipClient.to(endpoint, new OwnParticipants("host", participants(), System::nanoTime));
    }

    /** As a real server lists them: the participant of the second offer is there before its media is. */
    private Single<List<ParticipantInfo>> participants() {
        return livekit.participants(ROOM).map(listed -> {
            List<ParticipantInfo> all = new ArrayList<>(listed);
            if (all.isEmpty() && offersAnswered() == 2) {
                all.add(ParticipantInfo.newBuilder()
                        .setSid("PA_ghost")
                        .setIdentity("host")
                        .setState(ParticipantInfo.State.JOINED)
                        .build());
            }
            return all;
        });
    }

    private long offersAnswered() {
        return proxy.answered().stream().filter("POST 201"::equals).count();
    }

    private WhipSession publish() {
        return client().publish(HeadlessWebRtc.factory(), WhipIntegrationTest.tracks())
                .blockingGet();
    }

    private ReturningHost keepPublishing() {
        return client().keepPublishing(HeadlessWebRtc.factory(), WhipIntegrationTest.tracks())
                .blockingGet();
    }

    private TestSubscriber<Presence> up(ReturningHost host) {
        TestSubscriber<Presence> presence = Flowable.fromPublisher(host).test();
        await().until(() -> presence.values().contains(Presence.UP)
                && !livekit.participants(ROOM).blockingGet().isEmpty());
        return presence;
    }

    private void drop() throws Exception {
        RoomServiceClient.createClient(server.url().replaceFirst("^ws", "http"), server.apiKey(), server.apiSecret())
                .removeParticipant(ROOM, "host")
                .execute();
    }

    private static String remoteCredentials(WhipSession session) {
        return new Sdp(session.connection().getRemoteDescription().sdp)
                .iceUfrag()
                .orElseThrow();
    }

    private static RTCSignalingState signalling(WhipSession session) {
        return session.connection().getSignalingState();
    }

    @Test
    void ghostOfALostAnswerIsReplaced() throws Exception {
        ReturningHost host = keepPublishing();
        TestSubscriber<Presence> presence = up(host);
        TestSubscriber<HostEvent> events = host.events().test();
        proxy.loseNext("POST");
        drop();
        await().until(() -> events.values().contains(new HostEvent.Returned()));
        await().untilAsserted(() -> assertThat(presence.values())
                .contains(Presence.SUSPECT)
                .doesNotContain(Presence.DOWN)
                .endsWith(Presence.UP));
        assertThat(events.values())
                .contains(new HostEvent.Connecting(1), new HostEvent.Connecting(2))
                .doesNotContain(new HostEvent.TakenOver(), new HostEvent.Gone());
        host.leave().blockingAwait();
    }

    @Test
    void restartGoesOnWithoutItsSubscriber() throws Exception {
        WhipSession session = publish();
        String before = remoteCredentials(session);
        CountDownLatch held = proxy.hold("PATCH");
        Disposable subscriber = session.restartIce().subscribe();
        await().until(() -> proxy.answered().contains("PATCH 200"));
        subscriber.dispose();
        held.countDown();
        await().until(() -> signalling(session) == RTCSignalingState.STABLE
                && !remoteCredentials(session).equals(before));
        assertThat(session.iceSession()).contains(remoteCredentials(session));
        session.leave().blockingAwait();
    }

    @Test
    void restartsAtTheSameTimeAreOne() throws Exception {
        WhipSession session = publish();
        CountDownLatch held = proxy.hold("PATCH");
        TestObserver<Void> first = session.restartIce().test();
        await().until(() -> proxy.answered().contains("PATCH 200"));
        TestObserver<Void> second = session.restartIce().test();
        held.countDown();
        assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.await(60, TimeUnit.SECONDS)).isTrue();
        first.assertComplete();
        second.assertComplete();
        assertThat(proxy.answered().stream().filter("PATCH 200"::equals)).hasSize(1);
        session.leave().blockingAwait();
    }

    @Test
    void restartWithoutAnAnswerIsRolledBack() throws Exception {
        WhipSession session = publish();
        proxy.loseNext("PATCH");
        TestObserver<Void> failed = session.restartIce().test();
        assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
        failed.assertError(WhipException.class);
        assertThat(signalling(session)).isEqualTo(RTCSignalingState.STABLE);
        String before = remoteCredentials(session);
        session.restartIce().blockingAwait();
        assertThat(remoteCredentials(session)).isNotEqualTo(before);
        session.leave().blockingAwait();
    }

    @Test
    void leavingEndsTheSessionThatIsBeingMade() throws Exception {
        ReturningHost host = keepPublishing();
        up(host);
        CountDownLatch held = proxy.hold("POST");
        drop();
        await().until(() -> offersAnswered() == 2);
        TestObserver<Void> left = host.leave().test();
        await().until(() -> proxy.answered().stream().anyMatch(answer -> answer.startsWith("DELETE 404")));
        left.assertNotComplete();
        held.countDown();
        assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
        left.assertComplete();
        assertThat(proxy.answered()).contains("DELETE 200");
    }
}
