package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.StopReason;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.egress.WebEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.UserStopped;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DryRunTest {
    private static final EgressRequest RTMP = RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/stream-key");

    /** Nobody listens there. */
    private final LiveKit shadow = LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
            .dryRun()
            .build();

    private final PublishProcessor<Presence> host = PublishProcessor.create();

    @AfterEach
    void close() {
        shadow.close();
    }

    private static Outcome outcome(GuardedStream stream) {
        return stream.outcome().timeout(60, TimeUnit.SECONDS).blockingGet();
    }

    private EgressStatus status(String egressId) {
        return shadow.egress().find(egressId).map(EgressInfo::getStatus).blockingGet();
    }

    private List<String> active(String room) {
        return shadow.egress().active(room).blockingGet().stream()
                .map(EgressInfo::getEgressId)
                .toList();
    }

    @Test
    void dropOfTheHostOfAnAdoptedEgressIsReportedAsStopped() {
        GuardedStream stream = shadow.guard("room", host).adopt("EG_production");
        host.onNext(Presence.UP);
        host.onNext(Presence.DOWN);
        assertThat(outcome(stream)).isInstanceOfSatisfying(HostDropped.class, dropped -> {
            assertThat(dropped.reason()).isEqualTo(StopReason.HOST_DOWN);
            assertThat(dropped.receipt()).isInstanceOfSatisfying(Stopped.class, stopped -> {
                assertThat(stopped.id()).isEqualTo("EG_production");
                assertThat(stopped.status()).isEqualTo(EgressStatus.EGRESS_COMPLETE);
                assertThat(stopped.tries().made()).isEqualTo(1);
            });
        });
        assertThat(stream.events().toList().blockingGet()).contains(new StreamEvent.StopSent("EG_production", 1));
    }

    @Test
    void stopIsLoggedAndNotSent() {
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            shadow.egress().stop("EG_production").blockingGet();
        } finally {
            System.setErr(before);
        }
        assertThat(logged.toString(StandardCharsets.UTF_8))
                .contains("INFO")
                .contains("dry run: StopEgress EG_production is not sent");
    }

    @Test
    void startMakesUpAnEgressThatIsThenLive() {
        GuardedStream stream = shadow.guard("room", host).start(RTMP);
        assertThat(stream.events()
                        .ofType(StreamEvent.Live.class)
                        .timeout(60, TimeUnit.SECONDS)
                        .blockingFirst())
                .isEqualTo(new StreamEvent.Live("EG_dryrun_1"));
        assertThat(active("room")).containsExactly("EG_dryrun_1");
        assertThat(active("another room")).isEmpty();
        stream.stop();
        assertThat(outcome(stream)).isInstanceOf(UserStopped.class);
        assertThat(active("room")).isEmpty();
        assertThat(status("EG_dryrun_1")).isEqualTo(EgressStatus.EGRESS_COMPLETE);
    }

    @Test
    void nextStartTakesOverWhatTheDryRunStarted() {
        assertThat(shadow.egress()
                        .start("room", RTMP)
                        .map(EgressInfo::getStatus)
                        .blockingGet())
                .isEqualTo(EgressStatus.EGRESS_STARTING);
        GuardedStream stream = shadow.guard("room", host).start(RTMP);
        stream.events()
                .ofType(StreamEvent.Live.class)
                .timeout(60, TimeUnit.SECONDS)
                .blockingFirst();
        assertThat(stream.events().ofType(StreamEvent.TakingOver.class).blockingFirst())
                .isEqualTo(new StreamEvent.TakingOver("EG_dryrun_1"));
        assertThat(active("room")).containsExactly("EG_dryrun_2");
    }

    @Test
    void webPageBelongsToNoRoom() {
        shadow.egress()
                .start("room", WebEgress.at("https://example.com").toFile("/out/x.mp4"))
                .blockingGet();
        assertThat(active("room")).isEmpty();
        assertThat(shadow.egress().reads().activeAnywhere().blockingGet()).hasSize(1);
    }

    @Test
    void roomsAreEmpty() {
        assertThat(shadow.participants("room").blockingGet()).isEmpty();
        assertThat(shadow.egress().reads().roomId("room").blockingGet()).isEmpty();
    }

    @Test
    void webhookTellsThatAShadowedEgressEnded() {
        GuardedStream stream = shadow.guard("room", host).adopt("EG_production");
        shadow.webhook(WebhookEvent.newBuilder()
                .setEgressInfo(
                        EgressInfo.newBuilder().setEgressId("EG_production").setStatus(EgressStatus.EGRESS_FAILED))
                .build());
        assertThat(outcome(stream)).isInstanceOf(Outcome.EgressEnded.class);
    }

    @Test
    void serverSeesNoCallAndItsEgressGoesOn() {
        try (LiveKitDouble server = LiveKitDouble.builder().speed(20).start();
                LiveKit real = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret())) {
            server.joinAndPublish("room", "host");
            String id = real.egress().start("room", RTMP).blockingGet().getEgressId();
            int before = server.calls().size();
            try (LiveKit dry = LiveKit.builder(server.url(), server.apiKey(), server.apiSecret())
                    .dryRun()
                    .build()) {
                GuardedStream adopted = dry.guard("room", host).adopt(id);
                GuardedStream started = dry.guard("room", host).start(RTMP);
                host.onNext(Presence.UP);
                host.onNext(Presence.DOWN);
                assertThat(outcome(adopted)).isInstanceOf(HostDropped.class);
                assertThat(outcome(started)).isInstanceOf(HostDropped.class);
                dry.participants("room").blockingGet();
            }
            assertThat(server.calls()).hasSize(before);
            assertThat(real.egress().active("room").blockingGet())
                    .extracting(EgressInfo::getEgressId)
                    .containsExactly(id);
        }
    }
}
