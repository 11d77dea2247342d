package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.OTHER_FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.ROOM;
import static io.github.streamlifecycle.livekit.VirtualScene.assertGoesOn;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.egress.WebEgress;
import io.github.streamlifecycle.livekit.events.Outcome.EgressEnded;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.StartFailed;
import io.github.streamlifecycle.livekit.events.StreamEvent.Adopted;
import io.github.streamlifecycle.livekit.events.StreamEvent.Started;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import java.time.Duration;
import java.util.Arrays;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Egress that a guard did not see being started: its own, whose answer was lost, and those of others. */
class AdoptionTest {
    private static final EgressRequest WEB =
            WebEgress.at("https://example.com/show").toFile("/out/web.mp4");

    private final VirtualScene scene = new VirtualScene();

    private void answerIsLost(VirtualFault fault) {
        scene.server.script("StartEgress", fault);
    }

    private void assertFailedAndStoppedNothing(GuardedStream stream) {
        scene.advance(60_000);
        assertThat(outcome(stream)).isInstanceOf(StartFailed.class);
        assertThat(scene.stops()).isEmpty();
        assertThat(scene.server.calls("StartEgress")).hasSize(1);
    }

    @Test
    void startWhoseAnswerWasLostIsFound() {
        answerIsLost(VirtualFault.cut().thoughDone());
        GuardedStream stream = scene.live();
        assertThat(events(stream, Started.class)).containsExactly(new Started(scene.id()));
        scene.down();
        scene.advance(2_000);
        assertThat(outcome(stream)).isInstanceOf(HostDropped.class);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void startThatIsDoneLateIsFoundUpToHalfAMinuteLater() {
        for (long late = 0; late <= 29_000; late += 500) {
            VirtualScene one = new VirtualScene();
            one.server.script("StartEgress", VirtualFault.cut().thoughDoneAfter(Duration.ofMillis(late)));
            GuardedStream stream = one.start();
            one.advance(40_000);
            assertThat(events(stream, Started.class)).as("after " + late).hasSize(1);
            assertThat(one.server.calls("StartEgress")).hasSize(1);
        }
    }

    @Test
    void startThatWasNotDoneHasFailed() {
        answerIsLost(VirtualFault.answered(503, "unavailable"));
        assertFailedAndStoppedNothing(scene.start());
    }

    @Test
    void egressOfAnotherRoomOfTheSameNameIsNotOurs() {
        answerIsLost(VirtualFault.cut());
        GuardedStream stream = scene.start();
        scene.advance(500);
        scene.server.open(ROOM, "RM_later");
        scene.server.runs(ROOM, FILE);
        assertFailedAndStoppedNothing(stream);
    }

    @Test
    void egressOfAnotherRequestIsNotOurs() {
        answerIsLost(VirtualFault.cut());
        GuardedStream stream = scene.start();
        scene.advance(500);
        scene.server.runs(ROOM, OTHER_FILE);
        assertFailedAndStoppedNothing(stream);
    }

    @Test
    void egressOfAnotherLayoutIsNotOurs() {
        answerIsLost(VirtualFault.cut());
        GuardedStream stream = scene.start();
        scene.advance(500);
        scene.server.runs(ROOM, RoomCompositeEgress.layout("speaker").toFile("/out/ours.mp4"));
        assertFailedAndStoppedNothing(stream);
    }

    @Test
    void oneOfTwoIsNotOurs() {
        answerIsLost(VirtualFault.cut().thoughDone());
        GuardedStream stream = scene.start();
        scene.advance(500);
        scene.server.runs(ROOM, FILE);
        assertFailedAndStoppedNothing(stream);
    }

    @Test
    void oneOfTwoIsNotOursAfterTheOtherHasEndedEither() {
        answerIsLost(VirtualFault.cut().thoughDone());
        GuardedStream stream = scene.start();
        scene.advance(500);
        scene.server.runs(ROOM, FILE);
        scene.advance(1_500);
        scene.server.egress(scene.id()).end(EgressStatus.EGRESS_FAILED);
        assertFailedAndStoppedNothing(stream);
    }

    @Test
    void webPageIsFoundAmongTheEgressOfAllRooms() {
        answerIsLost(VirtualFault.cut().thoughDone());
        GuardedStream stream = scene.plan().start(WEB);
        scene.up();
        scene.advance(6_000);
        assertThat(events(stream, Started.class)).hasSize(1);
        scene.down();
        scene.advance(2_000);
        assertThat(outcome(stream)).isInstanceOf(HostDropped.class);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void webPageThatRanBeforeIsNotOurs() {
        scene.server.runs(ROOM, WEB);
        answerIsLost(VirtualFault.cut());
        assertFailedAndStoppedNothing(scene.plan().start(WEB));
    }

    @Test
    void adoptedEgressIsGuarded() {
        String id = scene.server.runs(ROOM, FILE).info().getEgressId();
        scene.server.runs(ROOM, OTHER_FILE);
        GuardedStream stream = scene.plan().adopt(id);
        scene.up();
        scene.advance(6_000);
        assertThat(events(stream, Adopted.class)).containsExactly(new Adopted(id));
        assertGoesOn(stream);
        scene.down();
        scene.advance(2_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
        assertThat(scene.server.running()).hasSize(1);
        assertThat(scene.server.calls("StartEgress")).isEmpty();
    }

    @Test
    void dropWhileItIsLookedForStopsTheAdoptedEgress() {
        String id = scene.server.runs(ROOM, FILE).info().getEgressId();
        scene.server.takes("ReadEgress", Duration.ofSeconds(2));
        GuardedStream stream = scene.plan().adopt(id);
        scene.up();
        scene.down();
        scene.advance(10_000);
        assertThat(outcome(stream)).isInstanceOf(HostDropped.class);
        assertThat(scene.stops(id)).hasSize(1);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void unknownEgressCannotBeAdopted() {
        GuardedStream stream = scene.plan().adopt("EG_unknown");
        scene.advance(1_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        StartFailed.class,
                        failed -> assertThat(failed.cause().code()).contains("not_found"));
    }

    @Test
    void adoptedEgressThatIsOverHasEnded() {
        VirtualEgress egress = scene.server.runs(ROOM, FILE);
        egress.end(EgressStatus.EGRESS_LIMIT_REACHED);
        GuardedStream stream = scene.plan().adopt(egress.info().getEgressId());
        scene.advance(1_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        EgressEnded.class,
                        ended -> assertThat(ended.status()).isEqualTo(EgressStatus.EGRESS_LIMIT_REACHED));
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void egressOfAnotherGuardIsNotOurs() {
        answerIsLost(VirtualFault.cut());
        GuardedStream lost = scene.start();
        scene.advance(500);
        String theirs = scene.server.runs(ROOM, FILE).info().getEgressId();
        GuardedStream other = scene.plan().adopt(theirs);
        scene.advance(60_000);
        assertThat(outcome(lost)).isInstanceOf(StartFailed.class);
        assertThat(scene.stops()).isEmpty();
        assertGoesOn(other);
    }

    @Test
    void egressOfAnUnguardedStartIsNotOurs() {
        answerIsLost(VirtualFault.cut());
        GuardedStream lost = scene.start();
        scene.advance(500);
        scene.livekit.egress().start(ROOM, FILE).subscribe();
        scene.advance(60_000);
        assertThat(outcome(lost)).isInstanceOf(StartFailed.class);
        assertThat(scene.stops()).isEmpty();
        assertThat(scene.server.running()).hasSize(1);
    }

    @Test
    void egressOfAnotherRoomCannotBeAdopted() {
        scene.server.open("elsewhere", "RM_elsewhere");
        String id = scene.server.runs("elsewhere", FILE).info().getEgressId();
        GuardedStream stream = scene.plan().adopt(id);
        scene.up();
        scene.advance(1_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        StartFailed.class,
                        failed -> assertThat(failed.cause())
                                .hasMessageContaining("\"elsewhere\"")
                                .hasMessageContaining("\"" + ROOM + "\""));
        scene.down();
        scene.advance(10_000);
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void egressThatCannotBeReadForAWhileIsAdopted() {
        String id = scene.running();
        VirtualFault unavailable = VirtualFault.answered(503, "unavailable");
        scene.server.script("ReadEgress", unavailable, unavailable, unavailable);
        GuardedStream stream = scene.plan().adopt(id);
        scene.up();
        scene.advance(10_000);
        assertThat(events(stream, Adopted.class)).containsExactly(new Adopted(id));
        assertGoesOn(stream);
        scene.down();
        scene.advance(2_000);
        assertThat(outcome(stream)).isInstanceOf(HostDropped.class);
    }

    @Test
    @Tag("P6")
    void stopNeedsNoMoreThanTheIdOfAnAdoptedEgress() {
        String id = scene.running();
        VirtualFault[] often = new VirtualFault[100];
        Arrays.fill(often, VirtualFault.answered(503, "unavailable"));
        scene.server.script("ReadEgress", often);
        GuardedStream stream = scene.plan().adopt(id);
        scene.up();
        scene.advance(10_000);
        assertGoesOn(stream);
        scene.down();
        scene.advance(150);
        assertThat(scene.stops(id)).hasSize(1);
        scene.webhook(id, EgressStatus.EGRESS_COMPLETE);
        assertThat(outcome(stream).receipt()).isInstanceOf(Stopped.class);
    }
}
