package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressStatus;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every row of what StopEgress answers. */
class StopTableTest {
    private static final int SPEED = 60;
    private static final String COMPOSITE = "{\"room_name\":\"room\",\"file_outputs\":[{\"filepath\":\"/out/x.mp4\"}]}";
    private static final String GUEST =
            "{\"room_name\":\"room\",\"identity\":\"guest\",\"file_outputs\":[{\"filepath\":\"/out/x.mp4\"}]}";

    @RegisterExtension
    static final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(SPEED));

    private final LiveKitDouble server = embedded.server();
    private final TwirpCalls calls = new TwirpCalls(server);

    @BeforeEach
    void hostPublishes() {
        server.joinAndPublish("room", "host");
    }

    private String composite(NextEgress fate) {
        return calls.start("StartRoomCompositeEgress", COMPOSITE, fate);
    }

    private String compositeThatIs(EgressStatus status, NextEgress fate) {
        String id = composite(fate);
        calls.await(id, status);
        return id;
    }

    private static JsonObject ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    private static void assertFailed(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(JsonParser.parseString(response.body())
                        .getAsJsonObject()
                        .get("code")
                        .getAsString())
                .isEqualTo(code);
    }

    private static Duration since(Instant begun) {
        return Duration.between(begun, Instant.now()).multipliedBy(SPEED);
    }

    @Test
    void activeIsEndingAndThenComplete() {
        String id = compositeThatIs(EgressStatus.EGRESS_ACTIVE, NextEgress.HEALTHY);
        assertThat(ok(calls.stop(id)).get("status").getAsString()).isEqualTo("EGRESS_ENDING");
        calls.await(id, EgressStatus.EGRESS_COMPLETE);
    }

    @Test
    void startingIsAborted() {
        String id = composite(NextEgress.STUCK_STARTING);
        Awaitility.await()
                .atMost(Durations.ONE_MINUTE)
                .until(() -> calls.identities("room").contains(id));
        JsonObject info = ok(calls.stop(id));
        assertThat(info.get("status").getAsString()).isEqualTo("EGRESS_ABORTED");
        assertThat(info.get("error").getAsString()).isEqualTo("Stop called before pipeline could start");
        assertThat(calls.status(id)).isEqualTo(EgressStatus.EGRESS_ABORTED);
    }

    @Test
    void initialisingIsAbortedOnceItIsReady() {
        try (LiveKitDouble slow = LiveKitDouble.builder().speed(5).start()) {
            TwirpCalls slowly = new TwirpCalls(slow);
            slow.joinAndPublish("room", "host");
            String id = slowly.start("StartParticipantEgress", GUEST);
            var stopped = CompletableFuture.supplyAsync(() -> slowly.stop(id));
            Awaitility.await()
                    .atMost(Durations.ONE_MINUTE)
                    .until(() -> slow.calls("StopEgress").size() == 1);
            assertThat(stopped).isNotDone();
            slow.joinAndPublish("room", "guest");
            assertThat(ok(stopped.join()).get("status").getAsString()).isEqualTo("EGRESS_ABORTED");
        }
    }

    @Test
    void initialisingForLongTimesOutAndIsAbortedAllTheSame() {
        try (LiveKitDouble slow = LiveKitDouble.builder().speed(20).start()) {
            TwirpCalls slowly = new TwirpCalls(slow);
            slow.joinAndPublish("room", "host");
            String id = slowly.start("StartParticipantEgress", GUEST);
            assertFailed(slowly.stop(id), 408, "deadline_exceeded");

            slow.joinAndPublish("room", "guest");
            slowly.await(id, EgressStatus.EGRESS_ABORTED);
        }
    }

    @Test
    void endingIsEndingForThreeCallersAtOnce() {
        try (LiveKitDouble slow = LiveKitDouble.builder().speed(20).start()) {
            TwirpCalls slowly = new TwirpCalls(slow);
            slow.joinAndPublish("room", "host");
            String id = slowly.start("StartRoomCompositeEgress", COMPOSITE, NextEgress.SLOW_UPLOAD);
            slowly.await(id, EgressStatus.EGRESS_ACTIVE);
            List<CompletableFuture<HttpResponse<String>>> callers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> slowly.stop(id)))
                    .limit(3)
                    .toList();
            assertThat(callers)
                    .allSatisfy(
                            caller -> assertThat(ok(caller.join()).get("status").getAsString())
                                    .isEqualTo("EGRESS_ENDING"));
        }
    }

    @Test
    void endingWhoseWorkerIsGoneCannotBeStopped() {
        String id = compositeThatIs(EgressStatus.EGRESS_ACTIVE, NextEgress.GONE_WHILE_ENDING);
        ok(calls.stop(id));
        Instant begun = Instant.now();
        assertFailed(calls.stop(id), 412, "failed_precondition");
        assertThat(since(begun)).isGreaterThan(Duration.ofMillis(2_900));
        calls.await(id, EgressStatus.EGRESS_COMPLETE);
    }

    @Test
    void completeCannotBeStopped() {
        String id = compositeThatIs(EgressStatus.EGRESS_ACTIVE, NextEgress.HEALTHY);
        ok(calls.stop(id));
        calls.await(id, EgressStatus.EGRESS_COMPLETE);
        assertFailed(calls.stop(id), 412, "failed_precondition");
    }

    @Test
    void failedCannotBeStopped() {
        String id = compositeThatIs(EgressStatus.EGRESS_FAILED, NextEgress.OUTPUT_UNREACHABLE);
        assertFailed(calls.stop(id), 412, "failed_precondition");
    }

    @Test
    void abortedCannotBeStopped() {
        String id = composite(NextEgress.STUCK_STARTING);
        ok(calls.stop(id));
        assertFailed(calls.stop(id), 412, "failed_precondition");
    }

    @Test
    void limitReachedCannotBeStopped() {
        String id = compositeThatIs(EgressStatus.EGRESS_LIMIT_REACHED, NextEgress.LIMIT_REACHED);
        assertFailed(calls.stop(id), 412, "failed_precondition");
    }

    @Test
    void unknownAndEmptyIdsAreNotFound() {
        Instant begun = Instant.now();
        assertFailed(calls.stop("EG_unknown"), 404, "not_found");
        assertThat(since(begun)).isGreaterThan(Duration.ofMillis(2_900));
        assertFailed(calls.stop(""), 404, "not_found");
    }

    @Test
    void endedADayAgoIsNotFound() {
        try (LiveKitDouble fast = LiveKitDouble.builder().speed(200_000).start()) {
            TwirpCalls later = new TwirpCalls(fast);
            fast.joinAndPublish("room", "host");
            String id = later.start("StartRoomCompositeEgress", COMPOSITE, NextEgress.OUTPUT_UNREACHABLE);
            Awaitility.await()
                    .atMost(Durations.ONE_MINUTE)
                    .until(() -> later.stop(id).statusCode() == 404);
            assertFailed(later.post("ListEgress", "{\"egress_id\":\"" + id + "\"}"), 404, "not_found");
        }
    }

    @Test
    void deadRecordTimesOutAgainAndAgain() {
        String id = compositeThatIs(EgressStatus.EGRESS_ACTIVE, NextEgress.WORKER_DIES);
        for (int turn = 0; turn < 2; turn++) {
            assertFailed(calls.stop(id), 408, "deadline_exceeded");
        }
        Awaitility.await()
                .atMost(Durations.ONE_MINUTE)
                .until(() -> !calls.identities("room").contains(id));
        assertThat(calls.status(id)).isEqualTo(EgressStatus.EGRESS_ACTIVE);
        compositeThatIs(EgressStatus.EGRESS_ACTIVE, NextEgress.HEALTHY);
        assertFailed(calls.stop(id), 408, "deadline_exceeded");
    }

    @Test
    void deadRecordOfAnOlderServerIsUnavailable() {
        server.script("StopEgress", Fault.error(503, "unavailable", Duration.ofSeconds(3)));
        assertFailed(calls.stop("EG_dead"), 503, "unavailable");
    }

    @Test
    void serverWithoutRedisCannotStop() {
        server.script("StopEgress", Fault.noRedis());
        assertFailed(calls.stop("EG_x"), 500, "internal");
    }

    @Test
    void silentRedisIsAnErrorWithinNineSecondsAndListedWithinThree() {
        server.script("StopEgress", Fault.redisDown());
        server.script("ListEgress", Fault.redisDown());
        Instant begun = Instant.now();
        assertFailed(calls.stop("EG_x"), 500, "unknown");
        assertThat(since(begun)).isGreaterThan(Duration.ofMillis(8_900));
        assertFailed(calls.post("ListEgress", "{}"), 500, "unknown");
    }

    @Test
    void callWithoutTheGrantIsUnauthenticated() {
        assertFailed(calls.post("StopEgress", "{}", calls.token("roomJoin")), 401, "unauthenticated");
        assertFailed(calls.post("StopEgress", "{}", ""), 401, "unauthenticated");
    }

    @Test
    void badTokenIsRefusedAsPlainText() {
        assertThat(calls.post("StopEgress", "{}", "garbage").body()).isEqualTo("invalid authorization token");
        String expired = calls.expiredToken();
        assertThat(calls.post("StopEgress", "{}", expired).body()).contains(expired);
    }

    @Test
    void egressOfAnotherRoomIsStoppedWithAnyRecordToken() {
        String id = compositeThatIs(EgressStatus.EGRESS_ACTIVE, NextEgress.HEALTHY);
        assertThat(calls.post("StopEgress", "{\"egress_id\":\"" + id + "\"}", calls.token("roomRecord", "elsewhere"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tooManyRequestsIsSaidWhenScripted() {
        server.script("StopEgress", Fault.error(429, "resource_exhausted", Duration.ZERO));
        assertFailed(calls.stop("EG_x"), 429, "resource_exhausted");
    }
}
