package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.AlreadyEnded;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitExtension;
import io.github.streamlifecycle.livekit.testkit.NextEgress;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class EgressControlTest {
    private static final EgressRequest FILE = RoomCompositeEgress.grid().toFile("/out/x.mp4");

    @RegisterExtension
    final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(20));

    private final LiveKitDouble server = embedded.server();
    private final LiveKit livekit = embedded.client();
    private final EgressControl egress = livekit.egress();

    @BeforeEach
    void hostPublishes() {
        server.joinAndPublish("room", "host");
    }

    private String startActive() {
        String id = egress.start("room", FILE).blockingGet().getEgressId();
        Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> status(id), EgressStatus.EGRESS_ACTIVE::equals);
        return id;
    }

    private EgressStatus status(String id) {
        return egress.find(id).map(EgressInfo::getStatus).blockingGet();
    }

    private LiveKitException failureOfStart() {
        return failureOfStart(livekit);
    }

    private static LiveKitException failureOfStart(LiveKit livekit) {
        return (LiveKitException) livekit.egress()
                .start("room", FILE)
                .map(info -> new Throwable("started " + info.getEgressId()))
                .onErrorReturn(error -> error)
                .blockingGet();
    }

    private StopReceipt stop(String id, Duration deadline) {
        return egress.stop(StopRequest.of(id).within(deadline, Schedulers.computation()))
                .blockingGet();
    }

    @Test
    void startIsAnsweredWhileStarting() {
        EgressInfo info = egress.start("room", FILE).blockingGet();
        assertThat(info.getStatus()).isEqualTo(EgressStatus.EGRESS_STARTING);
        assertThat(info.getEgressId()).startsWith("EG_").hasSize(15);
        assertThat(egress.active("room").blockingGet())
                .extracting(EgressInfo::getEgressId)
                .containsExactly(info.getEgressId());
    }

    @Test
    @Tag("P6")
    void stopOfAnActiveEgressIsConfirmed() {
        String id = startActive();
        assertThat(egress.stop(id).blockingGet()).isInstanceOfSatisfying(Stopped.class, stopped -> {
            assertThat(stopped.status()).isEqualTo(EgressStatus.EGRESS_COMPLETE);
            assertThat(stopped.tries().made()).isEqualTo(1);
        });
        assertThat(status(id)).isEqualTo(EgressStatus.EGRESS_COMPLETE);
    }

    @Test
    void stopOfAStartingEgressAbortsIt() {
        String id = egress.start("room", FILE).blockingGet().getEgressId();
        assertThat(egress.stop(id).blockingGet())
                .isInstanceOfSatisfying(
                        Stopped.class, stopped -> assertThat(stopped.status()).isEqualTo(EgressStatus.EGRESS_ABORTED));
    }

    @Test
    void egressThatIsStuckInStartingCanBeStopped() {
        server.next(NextEgress.STUCK_STARTING);
        String id = egress.start("room", FILE).blockingGet().getEgressId();
        Awaitility.await()
                .atMost(Durations.ONE_MINUTE)
                .until(() -> server.webhooks().stream().anyMatch(json -> json.contains("\"identity\":\"" + id)));
        assertThat(status(id)).isEqualTo(EgressStatus.EGRESS_STARTING);
        assertThat(egress.stop(id).blockingGet()).isInstanceOf(Stopped.class);
    }

    @Test
    void startWithoutAWorkerIsAmbiguous() {
        server.script("StartRoomCompositeEgress", Fault.noWorker());
        assertThat(failureOfStart().code()).contains("unavailable");
    }

    @Test
    void redisThatDoesNotAnswerIsTriedAgain() {
        String id = startActive();
        server.script("StopEgress", Fault.redisDown());
        assertThat(egress.stop(id).blockingGet())
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.tries().made()).isEqualTo(2));
    }

    @Test
    void stopOfAnEndedEgressIsSuccess() {
        String id = startActive();
        egress.stop(id).blockingGet();
        assertThat(egress.stop(id).blockingGet())
                .isInstanceOfSatisfying(
                        AlreadyEnded.class, ended -> assertThat(ended.status()).contains(EgressStatus.EGRESS_COMPLETE));
    }

    @Test
    void stopOfAnUnknownEgressIsSuccess() {
        assertThat(egress.stop("EG_unknown").blockingGet())
                .isInstanceOfSatisfying(
                        AlreadyEnded.class, ended -> assertThat(ended.status()).isEqualTo(Optional.empty()));
    }

    @Test
    void ambiguousStopIsTriedAgain() {
        String id = startActive();
        server.script("StopEgress", Fault.timedOut());
        assertThat(egress.stop(id).blockingGet())
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.tries().made()).isEqualTo(2));
        assertThat(server.calls("StopEgress")).hasSize(2);
    }

    @Test
    void stopThatWasAppliedThoughItTimedOutIsNotSentAgain() {
        String id = startActive();
        server.script("StopEgress", Fault.timedOut().thoughCarriedOut());
        assertThat(egress.stop(id).blockingGet())
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.tries().made()).isEqualTo(1));
        assertThat(server.calls("StopEgress")).hasSize(1);
    }

    @Test
    void deadRecordIsGivenUpAtTheDeadline() {
        server.next(NextEgress.WORKER_DIES);
        String id = startActive();
        assertThat(stop(id, Duration.ofMillis(300))).isInstanceOfSatisfying(GaveUp.class, gaveUp -> {
            assertThat(gaveUp.cause().kind()).isEqualTo(LiveKitException.Kind.AMBIGUOUS);
            assertThat(gaveUp.cause().code()).contains("deadline_exceeded");
        });
        assertThat(status(id)).isEqualTo(EgressStatus.EGRESS_ACTIVE);
    }

    @Test
    void deadlineHoldsThoughTheServerIsSilent() {
        String id = startActive();
        server.script("StopEgress", Fault.silence());
        long begun = System.nanoTime();
        assertThat(stop(id, Duration.ofMillis(300))).isInstanceOf(GaveUp.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void preconditionThatFailedIsNoProofThatItEnded() {
        String id = startActive();
        server.script("StopEgress", Fault.error(412, "failed_precondition", Duration.ofMillis(1)));
        assertThat(stop(id, Duration.ofMillis(500)))
                .isInstanceOfSatisfying(
                        GaveUp.class, gaveUp -> assertThat(gaveUp.cause()).hasMessageContaining("EGRESS_ACTIVE"));
    }

    @Test
    void callerThatAsksAgainInTheCallbackStopsAgain() {
        String id = startActive();
        server.script("StopEgress", Fault.error(403, "permission_denied", Duration.ofMillis(1)));
        assertThat(egress.stop(id).flatMap(first -> egress.stop(id)).blockingGet())
                .isInstanceOf(Stopped.class);
        assertThat(server.calls("StopEgress")).hasSize(2);
    }

    @Test
    void refusedStopIsNotTriedAgain() {
        String id = startActive();
        server.script("StopEgress", Fault.error(403, "permission_denied", Duration.ofMillis(1)));
        assertThat(egress.stop(id).blockingGet())
                .isInstanceOfSatisfying(
                        GaveUp.class, gaveUp -> assertThat(gaveUp.tries()).isEqualTo(new StopReceipt.Tries(1, 1)));
    }

    @Test
    void singleInternalErrorIsTriedAgain() {
        String id = startActive();
        server.script("StopEgress", Fault.noRedis());
        assertThat(egress.stop(id).blockingGet())
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.tries().made()).isEqualTo(2));
    }

    @Test
    @Tag("P2")
    void callersAtTheSameTimeShareOneStop() {
        String id = startActive();
        var receipts = Single.zip(egress.stop(id), egress.stop(id), (one, other) -> one == other);
        assertThat(receipts.blockingGet()).isTrue();
        assertThat(server.calls("StopEgress")).hasSize(1);
    }

    @Test
    void startIntoAMissingRoomIsRefused() {
        LiveKitException failure = (LiveKitException) egress.start("nowhere", FILE)
                .map(info -> new Throwable())
                .onErrorReturn(error -> error)
                .blockingGet();
        assertThat(failure.code()).contains("not_found");
        assertThat(failure.status()).hasValue(404);
    }

    @Test
    void errorOfA401CarriesNoPartOfItsBody() {
        server.script("StartRoomCompositeEgress", Fault.expiredToken("eyJhbGciOi.secret.token"));
        LiveKitException failure = failureOfStart();
        assertThat(failure.kind()).isEqualTo(LiveKitException.Kind.REFUSED);
        assertThat(failure.status()).hasValue(401);
        assertThat(failure.toString()).doesNotContain("eyJ", "secret", "invalid token");
    }

    @Test
    void wrongSecretIsRefused() {
        try (LiveKit stranger = LiveKit.connect(server.url(), server.apiKey(), "another-secret-of-32-characters.")) {
            Throwable error = stranger.egress()
                    .active("room")
                    .map(items -> new Throwable())
                    .onErrorReturn(failed -> failed)
                    .blockingGet();
            assertThat(error)
                    .isInstanceOfSatisfying(
                            LiveKitException.class,
                            failure -> assertThat(failure.status()).hasValue(401));
        }
    }

    @Test
    void pageOfAProxyIsNotTakenForAnAnswer() {
        server.script("StartRoomCompositeEgress", Fault.proxy(404, "<html>not here</html>"));
        LiveKitException failure = failureOfStart();
        assertThat(failure.kind()).isEqualTo(LiveKitException.Kind.REFUSED);
        assertThat(failure.code()).isEmpty();
        assertThat(failure).hasMessageContaining("is the URL that of a LiveKit server?");
    }

    @Test
    void cutConnectionIsAmbiguousAndNotSentAgain() {
        server.script("StartRoomCompositeEgress", Fault.cut());
        assertThat(failureOfStart().kind()).isEqualTo(LiveKitException.Kind.AMBIGUOUS);
        assertThat(server.calls("StartRoomCompositeEgress")).hasSize(1);
    }

    @Test
    void requestThatTimedOutAtTheServerIsNotSentAgain() {
        server.script("StartRoomCompositeEgress", Fault.timedOut());
        assertThat(failureOfStart().code()).contains("deadline_exceeded");
        assertThat(server.calls("StartRoomCompositeEgress")).hasSize(1);
    }

    @Test
    void serverThatNobodyListensOnIsAmbiguous() {
        LiveKitException failure = failureOfStart(LiveKit.connect("http://127.0.0.1:1", "key", server.apiSecret()));
        assertThat(failure.kind()).isEqualTo(LiveKitException.Kind.AMBIGUOUS);
        assertThat(failure.status()).isEmpty();
        assertThat(failure).hasMessageContaining("got no answer");
    }

    @Test
    void idOfNothingIsRefusedBeforeItIsSent() {
        assertThatIllegalArgumentException().isThrownBy(() -> egress.find("")).withMessageContaining("egressId");
        assertThat(server.calls("ListEgress")).isEmpty();
    }
}
