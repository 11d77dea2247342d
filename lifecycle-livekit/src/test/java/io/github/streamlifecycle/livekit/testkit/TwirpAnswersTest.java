package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The double answers each recorded request as the real server was recorded to answer it in the same state. */
class TwirpAnswersTest {
    private static final String PARTICIPANT =
            "{\"room_name\":\"twirp-room\",\"identity\":\"host\",\"file_outputs\":[{\"filepath\":\"/out/tw.mp4\"}]}";
    private static final String UNREACHABLE = "{\"room_name\":\"twirp-room\",\"layout\":\"grid\",\"stream_outputs\":"
            + "[{\"protocol\":\"RTMP\",\"urls\":[\"rtmp://127.0.0.1:1999/live/secretkey\"]}]}";

    record Recorded(JsonObject json) {
        String text(String name) {
            return json.get(name).getAsString();
        }

        String label() {
            return text("method") + ", " + text("case");
        }

        @Override
        public String toString() {
            return label();
        }
    }

    static Stream<Recorded> cases() {
        return Recording.jsonLines("twirp").stream().map(Recorded::new);
    }

    @Test
    void thereAreTwentySixCases() {
        assertThat(cases().map(Recorded::label).distinct()).hasSize(26);
    }

    /** Brings the server into the state in which the request was recorded; returns the egress that it is about. */
    private static String prepare(TwirpCalls calls, String label) {
        LiveKitDouble server = calls.server();
        if (List.of("ListParticipants, missing room", "StartRoomCompositeEgress, missing room")
                        .contains(label)
                || label.matches("\\w+, (no token|.* token|token .*|malformed json|unknown .*|empty room)")) {
            return "";
        }
        server.joinAndPublish("twirp-room", "host");
        return switch (label) {
            case "ListEgress, starting" ->
                calls.start("StartParticipantEgress", PARTICIPANT, NextEgress.STUCK_STARTING);
            case "ListEgress, active", "ListParticipants, host and recorder", "StopEgress, active" ->
                active(calls, NextEgress.HEALTHY);
            case "StopEgress, ending" -> stopped(calls, NextEgress.SLOW_UPLOAD);
            case "ListEgress, complete", "StopEgress, complete" -> {
                String id = stopped(calls, NextEgress.HEALTHY);
                calls.await(id, EgressStatus.EGRESS_COMPLETE);
                yield id;
            }
            case "StartRoomCompositeEgress, start, output unreachable" -> {
                server.next(NextEgress.OUTPUT_UNREACHABLE);
                yield "";
            }
            case "ListEgress, failed", "StopEgress, failed" -> {
                String id = calls.start("StartRoomCompositeEgress", UNREACHABLE, NextEgress.OUTPUT_UNREACHABLE);
                calls.await(id, EgressStatus.EGRESS_FAILED);
                yield id;
            }
            case "StopEgress, dead record" -> active(calls, NextEgress.WORKER_DIES);
            default -> "";
        };
    }

    private static String active(TwirpCalls calls, NextEgress fate) {
        String id = calls.start("StartParticipantEgress", PARTICIPANT, fate);
        calls.await(id, EgressStatus.EGRESS_ACTIVE);
        return id;
    }

    private static String stopped(TwirpCalls calls, NextEgress fate) {
        String id = active(calls, fate);
        assertThat(calls.stop(id).statusCode()).isEqualTo(200);
        return id;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answerIsTheRecordedOne(Recorded recorded) {
        try (LiveKitDouble server = LiveKitDouble.builder().speed(40).start()) {
            TwirpCalls calls = new TwirpCalls(server);
            String id = prepare(calls, recorded.label());
            String request = id.isEmpty()
                    ? recorded.text("request")
                    : recorded.text("request").replaceAll("EG_\\w+", id);
            String token = token(calls, recorded.text("case"));
            HttpResponse<String> response = calls.post(recorded.text("method"), request, token);
            assertThat(response.statusCode())
                    .isEqualTo(recorded.json().get("status").getAsInt());
            assertThat(response.headers().firstValue("Content-Type")).contains(recorded.text("contentType"));
            JsonElement body = recorded.json().get("body");
            if (body.isJsonObject()) {
                assertThat(new Likeness().of(JsonParser.parseString(response.body())))
                        .isEqualTo(new Likeness().of(body));
            } else {
                assertThat(response.body()).isEqualTo(body.getAsString().replace("<the whole JWT>", token));
            }
        }
    }

    private static String token(TwirpCalls calls, String state) {
        return switch (state) {
            case "no token" -> "";
            case "token without roomRecord" -> calls.token("roomJoin");
            case "expired token" -> calls.expiredToken();
            case "garbage token" -> "garbage";
            default -> calls.token("roomRecord");
        };
    }
}
