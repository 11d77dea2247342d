package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.UserStopped;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stop at every moment of a start in flight, each in a virtual time of its own. */
@Tag("P2")
@Tag("P6")
class LateStartTest {
    private static final long STEP = 50;
    private static final long LAST = 12_000;

    /** A way in which a start may go. */
    record Start(String name, Consumer<VirtualScene> before) {
        VirtualScene scene() {
            VirtualScene scene = new VirtualScene();
            before.accept(scene);
            return scene;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Start> starts() {
        return Stream.of(
                new Start("plain", scene -> {}),
                new Start("takes over", scene -> {
                    scene.server.runs(ROOM, FILE);
                    scene.advance(6_000);
                }),
                new Start("takes over one that starts", scene -> scene.server.runs(ROOM, FILE)),
                scripted(
                        "timed out",
                        VirtualFault.answered(408, "deadline_exceeded").thoughDone()),
                scripted(
                        "unavailable",
                        VirtualFault.answered(503, "unavailable").thoughDone().after(Duration.ofSeconds(3))),
                scripted(
                        "starts already",
                        VirtualFault.answered(409, "already_exists").thoughDone()),
                scripted("cut", VirtualFault.cut().thoughDone()),
                scripted("cut and done late", VirtualFault.cut().thoughDoneAfter(Duration.ofSeconds(5))),
                new Start("answered late", scene -> scene.server.takes("StartEgress", Duration.ofSeconds(9))),
                new Start("slow lists", scene -> {
                    scene.server.takes("ActiveEgress", Duration.ofSeconds(2));
                    scene.server.takes("ReadEgress", Duration.ofSeconds(2));
                }),
                new Start(
                        "slow worker",
                        scene -> scene.server.pace = scene.server.pace.readyAfter(Duration.ofSeconds(3))));
    }

    private static Start scripted(String name, VirtualFault fault) {
        return new Start(name, scene -> scene.server.script("StartEgress", fault));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void dropAtAnyMomentLeavesNoEgress(Start start) {
        for (long at = 0; at <= LAST; at += STEP) {
            VirtualScene scene = start.scene();
            GuardedStream stream = scene.start();
            scene.up();
            scene.advance(at);
            scene.down();
            scene.advance(90_000);
            assertThat(VirtualScene.outcome(stream)).as("dropped at " + at).isInstanceOf(HostDropped.class);
            assertLeftNothing(scene, stream, StopCause.HOST_DROP, "dropped at " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("starts")
    @Tag("P4")
    void userStopAtAnyMomentLeavesNoEgress(Start start) {
        for (long at = 0; at <= LAST; at += STEP) {
            VirtualScene scene = start.scene();
            GuardedStream stream = scene.start();
            scene.up();
            scene.advance(at);
            stream.stop();
            scene.down();
            scene.advance(90_000);
            assertThat(VirtualScene.outcome(stream)).as("stopped at " + at).isInstanceOf(UserStopped.class);
            assertLeftNothing(scene, stream, StopCause.USER, "stopped at " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("starts")
    void dropAndUserStopTogetherLeaveNoEgress(Start start) {
        for (long at = 0; at <= LAST; at += 8 * STEP) {
            for (long later = 0; later <= 1_000; later += 500) {
                VirtualScene scene = start.scene();
                GuardedStream stream = scene.start();
                scene.up();
                scene.advance(at);
                scene.down();
                scene.advance(later);
                stream.stop();
                scene.up();
                scene.advance(90_000);
                VirtualScene.outcome(stream);
                assertLeftNothing(
                        scene, stream, StopCause.HOST_DROP, "dropped at " + at + ", stopped " + later + " later");
            }
        }
    }

    @Test
    void stopBeforeTheStartIsSentPreventsIt() {
        for (boolean byUser : new boolean[] {false, true}) {
            for (long at = 0; at < 5_000; at += STEP) {
                VirtualScene scene = new VirtualScene();
                scene.server.pace = scene.server.pace.endingFor(Duration.ofSeconds(5));
                scene.server.runs(ROOM, FILE);
                scene.advance(6_000);
                GuardedStream stream = scene.start();
                scene.up();
                scene.advance(at);
                if (byUser) {
                    stream.stop();
                } else {
                    scene.down();
                }
                scene.advance(60_000);
                String when = "stopped at " + at + ", by the user: " + byUser;
                VirtualScene.outcome(stream);
                assertThat(VirtualScene.events(stream, StreamEvent.StopEnded.class))
                        .as(when)
                        .extracting(StreamEvent.StopEnded::receipt)
                        .containsExactly(new StopReceipt.NotStarted(Optional.empty()));
                assertThat(scene.server.calls("StartEgress")).as(when).isEmpty();
            }
        }
    }

    private static void assertLeftNothing(VirtualScene scene, GuardedStream stream, StopCause by, String when) {
        assertThat(scene.server.running()).as(when).isEmpty();
        assertThat(scene.server.calls("StartEgress")).as(when).hasSizeLessThanOrEqualTo(1);
        assertThat(scene.server.all())
                .as(when)
                .allSatisfy(egress ->
                        assertThat(scene.stops(egress.info().getEgressId())).hasSizeLessThanOrEqualTo(1));
        assertThat(VirtualScene.events(stream, StreamEvent.StopRequested.class))
                .as(when)
                .containsExactly(new StreamEvent.StopRequested(by));
        assertThat(scene.livekit.guardedStreams()).as(when).isZero();
    }
}
