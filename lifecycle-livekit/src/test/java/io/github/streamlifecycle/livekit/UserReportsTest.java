package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.egress.WebEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.EgressEnded;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.NeverLive;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt.AlreadyEnded;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitExtension;
import io.github.streamlifecycle.livekit.testkit.NextEgress;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitWebhook.WebhookEvent;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Problems that users of LiveKit reported, met by a guarded stream: docs/livekit.md names the threads. */
@Execution(ExecutionMode.CONCURRENT)
class UserReportsTest {
    private static final EgressRequest FILE = RoomCompositeEgress.grid().toFile("/out/x.mp4");

    @RegisterExtension
    final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(40));

    private final LiveKitDouble server = embedded.server();
    private final LiveKit livekit = LiveKit.builder(server.url(), server.apiKey(), server.apiSecret())
            .deliverOn(Schedulers.trampoline())
            .build();
    private final PublishProcessor<Presence> host = PublishProcessor.create();

    @AfterEach
    void close() {
        livekit.close();
    }

    @BeforeEach
    void hostPublishes() {
        server.joinAndPublish("room", "host");
    }

    private GuardedStream live(EgressRequest request) {
        GuardedStream stream = livekit.guard("room", host).start(request);
        host.onNext(Presence.UP);
        await(stream, StreamEvent.Live.class);
        return stream;
    }

    private static <T extends StreamEvent> T await(GuardedStream stream, Class<T> event) {
        return stream.events().ofType(event).timeout(60, TimeUnit.SECONDS).blockingFirst();
    }

    private static Outcome outcome(GuardedStream stream) {
        return stream.outcome().timeout(60, TimeUnit.SECONDS).blockingGet();
    }

    private static WebhookEvent told(String egressId, EgressStatus status) {
        return WebhookEvent.newBuilder()
                .setId("EV_" + status)
                .setEgressInfo(EgressInfo.newBuilder().setEgressId(egressId).setStatus(status))
                .build();
    }

    private static String idOf(GuardedStream stream) {
        return await(stream, StreamEvent.Started.class).egressId();
    }

    @Test
    void egressThatNeverBeginsIsStopped() {
        server.next(NextEgress.STUCK_STARTING);
        GuardedStream stream =
                livekit.guard("room", host).startLimit(Duration.ofMillis(200)).start(FILE);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        NeverLive.class,
                        never -> assertThat(never.receipt())
                                .isInstanceOfSatisfying(
                                        Stopped.class,
                                        stopped ->
                                                assertThat(stopped.status()).isEqualTo(EgressStatus.EGRESS_ABORTED)));
    }

    @Test
    void abortedEgressThatIsStoppedAgainHasEnded() {
        server.next(NextEgress.STUCK_STARTING);
        EgressControl egress = livekit.egress();
        String id = egress.start("room", FILE).blockingGet().getEgressId();
        assertThat(egress.stop(id).blockingGet()).isInstanceOf(Stopped.class);
        assertThat(egress.stop(id).blockingGet())
                .isInstanceOfSatisfying(
                        AlreadyEnded.class, ended -> assertThat(ended.status()).contains(EgressStatus.EGRESS_ABORTED));
    }

    @Test
    void webhookWithoutAStatusIsThatOfAnEgressThatStarts() {
        GuardedStream stream = live(FILE);
        livekit.webhook(told(idOf(stream), EgressStatus.forNumber(0)));
        stream.outcome().test().assertNotComplete();
        host.onNext(Presence.DOWN);
        assertThat(outcome(stream)).isInstanceOf(HostDropped.class);
    }

    @Test
    void webhooksOutOfOrderAndTwiceAreOneEnd() {
        GuardedStream stream = live(FILE);
        String id = idOf(stream);
        livekit.webhook(told(id, EgressStatus.EGRESS_FAILED));
        livekit.webhook(told(id, EgressStatus.EGRESS_ACTIVE));
        livekit.webhook(told(id, EgressStatus.EGRESS_FAILED));
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        EgressEnded.class, ended -> assertThat(ended.status()).isEqualTo(EgressStatus.EGRESS_FAILED));
        assertThat(stream.events().ofType(StreamEvent.Ended.class).toList().blockingGet())
                .hasSize(1);
    }

    @Test
    void startThatIsToldLateStopsNothing() {
        TestScheduler time = new TestScheduler();
        GuardedStream stream = livekit.guard("room", host).scheduler(time).start(FILE);
        var live = stream.events().ofType(StreamEvent.Live.class).test();
        Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> {
            time.advanceTimeBy(500, TimeUnit.MILLISECONDS);
            return !live.values().isEmpty();
        });
        time.advanceTimeBy(2, TimeUnit.MINUTES);
        livekit.webhook(told(idOf(stream), EgressStatus.EGRESS_STARTING));
        assertThat(stream.events()
                        .ofType(StreamEvent.StopRequested.class)
                        .test()
                        .values())
                .isEmpty();
    }

    @Test
    void webhookOfAnOldSessionThatLeftStopsNothing() {
        GuardedStream stream = live(FILE);
        livekit.webhook(WebhookEvent.newBuilder()
                .setEvent("participant_left")
                .setParticipant(ParticipantInfo.newBuilder()
                        .setIdentity("host")
                        .setSid("PA_old")
                        .setDisconnectReason(DisconnectReason.DUPLICATE_IDENTITY))
                .build());
        stream.outcome().test().assertNotComplete();
        assertThat(server.calls("StopEgress")).isEmpty();
    }

    @Test
    void streamIsGuardedOnAfterARestart() {
        String id = livekit.egress().start("room", FILE).blockingGet().getEgressId();
        try (LiveKit restarted = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret())) {
            GuardedStream stream = restarted.guard("room", host).adopt(id);
            host.onNext(Presence.UP);
            await(stream, StreamEvent.Live.class);
            host.onNext(Presence.DOWN);
            assertThat(outcome(stream))
                    .isInstanceOfSatisfying(
                            HostDropped.class,
                            dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
        }
        assertThat(server.calls("StartRoomCompositeEgress")).hasSize(1);
    }

    @Test
    void webPageThatWouldOutliveEveryRoomIsStopped() {
        GuardedStream stream = live(WebEgress.at("https://example.org").toFile("/out/x.mp4"));
        host.onNext(Presence.DOWN);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
    }
}
