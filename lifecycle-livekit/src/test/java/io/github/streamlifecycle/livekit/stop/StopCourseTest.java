package io.github.streamlifecycle.livekit.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.egress.EgressStatuses;
import io.github.streamlifecycle.livekit.stop.StopCourse.Moment;
import io.github.streamlifecycle.livekit.stop.StopReceipt.AlreadyEnded;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.stop.StopStep.Ask;
import io.github.streamlifecycle.livekit.stop.StopStep.End;
import io.github.streamlifecycle.livekit.stop.StopStep.FindRecorder;
import io.github.streamlifecycle.livekit.stop.StopStep.Finding;
import io.github.streamlifecycle.livekit.stop.StopStep.Look;
import io.github.streamlifecycle.livekit.stop.StopStep.LookThenAsk;
import io.github.streamlifecycle.livekit.stop.StopStep.ReadRefused;
import java.time.Duration;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The decisions of a stop, row by row. */
class StopCourseTest {
    private static final Moment NOW = new Moment(Duration.ofSeconds(1), 1);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static EgressInfo info(EgressStatus status) {
        return EgressInfo.newBuilder()
                .setEgressId("EG_1")
                .setRoomName("room")
                .setStatus(status)
                .build();
    }

    private static LiveKitException error(int status, String code) {
        return LiveKitException.of(status, code, "scripted");
    }

    private static StopCourse asked() {
        StopCourse course = new StopCourse("EG_1");
        course.sent();
        return course;
    }

    private static void assertIs(StopStep step, Class<?> expected) {
        assertThat(step instanceof End end ? end.receipt() : step).isInstanceOf(expected);
    }

    static Stream<Arguments> afterAsking() {
        return Stream.of(
                Arguments.of(new Finding.Unwanted(), HostReturned.class),
                Arguments.of(new Finding.Accepted(info(EgressStatus.EGRESS_ENDING)), Look.class),
                Arguments.of(new Finding.Accepted(info(EgressStatus.EGRESS_ABORTED)), Stopped.class),
                Arguments.of(new Finding.Failed(error(404, "not_found")), AlreadyEnded.class),
                Arguments.of(new Finding.Failed(error(404, "bad_route")), GaveUp.class),
                Arguments.of(new Finding.Failed(error(404, "")), GaveUp.class),
                Arguments.of(new Finding.Failed(error(412, "failed_precondition")), ReadRefused.class),
                Arguments.of(new Finding.Failed(error(401, "unauthenticated")), GaveUp.class),
                Arguments.of(new Finding.Failed(error(408, "deadline_exceeded")), LookThenAsk.class),
                Arguments.of(new Finding.Failed(error(429, "resource_exhausted")), LookThenAsk.class),
                Arguments.of(new Finding.Failed(error(500, "internal")), LookThenAsk.class),
                Arguments.of(new Finding.Failed(error(500, "unknown")), LookThenAsk.class),
                Arguments.of(new Finding.Failed(error(503, "unavailable")), LookThenAsk.class),
                Arguments.of(new Finding.Failed(error(0, "")), LookThenAsk.class));
    }

    @ParameterizedTest
    @MethodSource
    void afterAsking(Finding finding, Class<?> expected) {
        assertIs(asked().on(finding, NOW), expected);
    }

    static Stream<Arguments> afterReading() {
        Finding unknown = new Finding.Unknown();
        Finding unanswered = new Finding.Unread(error(0, ""));
        Finding failed = new Finding.Unread(error(500, "unknown"));
        StopStep look = new Look(PAUSE);
        StopStep lookThenAsk = new LookThenAsk(PAUSE);
        StopStep readRefused = new ReadRefused(error(412, "failed_precondition"));
        return Stream.of(
                Arguments.of(look, unknown, AlreadyEnded.class),
                Arguments.of(look, unanswered, Look.class),
                Arguments.of(look, failed, Look.class),
                Arguments.of(lookThenAsk, unknown, AlreadyEnded.class),
                Arguments.of(lookThenAsk, unanswered, LookThenAsk.class),
                Arguments.of(lookThenAsk, failed, Ask.class),
                Arguments.of(lookThenAsk, new Finding.Unwanted(), HostReturned.class),
                Arguments.of(readRefused, unknown, AlreadyEnded.class),
                Arguments.of(readRefused, unanswered, LookThenAsk.class),
                Arguments.of(readRefused, failed, LookThenAsk.class));
    }

    @ParameterizedTest
    @MethodSource
    void afterReading(StopStep step, Finding finding, Class<?> expected) {
        assertIs(asked().onRead(step, finding, NOW), expected);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
    void everyStatusThatIsReadHasAStep(EgressStatus status) {
        boolean over = EgressStatuses.isTerminal(status);
        Finding read = new Finding.Read(info(status));
        boolean running = status == EgressStatus.EGRESS_STARTING || status == EgressStatus.EGRESS_ACTIVE;
        assertIs(asked().onRead(new Look(PAUSE), read, NOW), over ? Stopped.class : Look.class);
        assertIs(
                asked().onRead(new LookThenAsk(PAUSE), read, NOW),
                over ? Stopped.class : running ? Ask.class : Look.class);
        assertIs(
                asked().onRead(new ReadRefused(error(412, "failed_precondition")), read, NOW),
                over ? AlreadyEnded.class : Look.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"EGRESS_STARTING", "EGRESS_ACTIVE"})
    void onlyAnActiveEgressMayBeADeadRecord(EgressStatus status) {
        StopCourse course = asked();
        course.on(new Finding.Failed(error(408, "deadline_exceeded")), NOW);
        assertIs(
                course.onRead(new LookThenAsk(PAUSE), new Finding.Read(info(status)), NOW),
                status == EgressStatus.EGRESS_ACTIVE ? FindRecorder.class : Ask.class);
    }
}
