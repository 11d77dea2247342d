package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.OTHER_FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.ROOM;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.WebEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StreamEvent.TakeOverFailed;
import io.github.streamlifecycle.livekit.events.StreamEvent.TakingOver;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a start waits for before it is sent, and for how long. */
class TakeOverTest {
    private final VirtualScene scene = new VirtualScene();

    private String running(String room, EgressRequest request) {
        String id = scene.server.runs(room, request).info().getEgressId();
        scene.advance(6_000);
        return id;
    }

    private long now() {
        return scene.time.now(TimeUnit.MILLISECONDS);
    }

    /** How long the start waited until it was sent. */
    private long waited(long since) {
        return scene.server.calls("StartEgress").get(0).atMillis() - since;
    }

    private void neverStops() {
        VirtualFault[] often = new VirtualFault[100];
        Arrays.fill(often, VirtualFault.answered(503, "unavailable"));
        scene.server.script("StopEgress", often);
    }

    @Test
    void whatRunsHasEndedBeforeTheStartIsSent() {
        String old = running(ROOM, OTHER_FILE);
        long begun = now();
        scene.start();
        scene.advance(10_000);
        assertThat(waited(begun)).isBetween(300L, 900L);
        assertThat(scene.server.egress(old).info().getStatus()).isEqualTo(EgressStatus.EGRESS_COMPLETE);
        assertThat(scene.server.running()).hasSize(1);
    }

    @Test
    void egressOfAnEarlierRoomOfTheSameNameIsStoppedAndNotWaitedFor() {
        scene.server.open(ROOM, "RM_before");
        scene.server.pace = scene.server.pace.endingFor(Duration.ofSeconds(30));
        String old = running(ROOM, FILE);
        scene.server.open(ROOM, "RM_now");
        long begun = now();
        scene.start();
        scene.advance(40_000);
        assertThat(waited(begun)).isLessThan(50);
        assertThat(scene.stops(old)).hasSize(1);
        assertThat(scene.server.running())
                .singleElement()
                .extracting(EgressInfo::getRoomId)
                .isEqualTo("RM_now");
    }

    @Test
    void startWaitsNoLongerThanItMay() {
        String old = running(ROOM, FILE);
        neverStops();
        long begun = now();
        GuardedStream stream =
                scene.plan().takeOverWithin(Duration.ofSeconds(7)).start(FILE);
        scene.advance(20_000);
        assertThat(waited(begun)).isBetween(7_000L, 7_100L);
        assertThat(events(stream, TakeOverFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.egressId()).isEqualTo(old);
            assertThat(failed.receipt()).isInstanceOf(GaveUp.class);
        });
    }

    @Test
    void startWaitsNoLongerForAStopThatSomebodyElseBegan() {
        GuardedStream first = scene.live();
        neverStops();
        scene.down();
        scene.advance(1_000);
        GuardedStream second = scene.livekit
                .guard(ROOM, PublishProcessor.<Presence>create())
                .scheduler(scene.time)
                .start(OTHER_FILE);
        scene.advance(10_100);
        assertThat(scene.server.calls("StartEgress")).hasSize(2);
        VirtualScene.assertGoesOn(first);
        scene.advance(60_000);
        assertThat(events(second, TakeOverFailed.class)).hasSize(1);
    }

    @Test
    void hostWhoReturnsDoesNotSaveAnEgressThatIsTakenOver() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        GuardedStream first = scene.live();
        String old = scene.id();
        scene.down();
        scene.advance(1_000);
        scene.livekit
                .guard(ROOM, PublishProcessor.<Presence>create())
                .scheduler(scene.time)
                .start(OTHER_FILE);
        scene.up();
        scene.advance(20_000);
        VirtualScene.outcome(first);
        assertThat(scene.server.running())
                .singleElement()
                .satisfies(info -> assertThat(info.getEgressId()).isNotEqualTo(old));
    }

    @Test
    void endingEgressIsWaitedFor() {
        scene.server.pace = scene.server.pace.endingFor(Duration.ofSeconds(5));
        String old = running(ROOM, FILE);
        scene.server.egress(old).beginToEnd();
        long begun = now();
        scene.start();
        scene.advance(20_000);
        assertThat(waited(begun)).isBetween(5_000L, 7_500L);
    }

    @Test
    void startingEgressIsWaitedFor() {
        scene.server.pace = scene.server.pace.readyAfter(Duration.ofSeconds(3));
        String old = scene.server.runs(ROOM, FILE).info().getEgressId();
        long begun = now();
        scene.start();
        scene.advance(20_000);
        assertThat(waited(begun)).isBetween(3_000L, 3_500L);
        assertThat(scene.server.egress(old).info().getStatus()).isEqualTo(EgressStatus.EGRESS_ABORTED);
    }

    @Test
    void severalAreStoppedAtTheSameTime() {
        for (int i = 0; i < 5; i++) {
            running(ROOM, OTHER_FILE);
        }
        long begun = now();
        GuardedStream stream = scene.start();
        scene.advance(10_000);
        assertThat(waited(begun)).isLessThan(1_000);
        assertThat(events(stream, TakingOver.class)).hasSize(5);
        assertThat(scene.stops()).hasSize(5);
        assertThat(scene.server.running()).hasSize(1);
    }

    @Test
    void otherRoomsAndWebPagesAreLeftAlone() {
        scene.server.open("elsewhere", "RM_elsewhere");
        running("elsewhere", FILE);
        running(ROOM, WebEgress.at("https://example.com").toFile("/out/web.mp4"));
        scene.start();
        scene.advance(10_000);
        assertThat(scene.stops()).isEmpty();
        assertThat(scene.server.running()).hasSize(3);
    }

    @Test
    void unreadableRoomIdMakesAllOfThatNameWaitedFor() {
        running(ROOM, FILE);
        scene.server.script("Rooms", VirtualFault.answered(500, "unknown"));
        scene.start();
        scene.advance(10_000);
        assertThat(scene.server.running()).hasSize(1);
    }

    private GuardedStream startOf(EgressRequest request) {
        return scene.livekit
                .guard(ROOM, PublishProcessor.<Presence>create())
                .scheduler(scene.time)
                .start(request);
    }

    @Test
    @Tag("P2")
    void twoStartsAtOnceMakeOneEgress() {
        GuardedStream first = startOf(FILE);
        GuardedStream second = startOf(OTHER_FILE);
        scene.advance(20_000);
        assertThat(scene.server.calls("StartEgress")).hasSize(2);
        assertThat(scene.server.running()).hasSize(1);
        assertThat(VirtualScene.outcome(first)).isInstanceOf(Outcome.EgressEnded.class);
        VirtualScene.assertGoesOn(second);
    }

    @Test
    void startsInDifferentRoomsDoNotWaitForEachOther() {
        scene.server.open("elsewhere", "RM_elsewhere");
        scene.server.takes("StartEgress", Duration.ofSeconds(20));
        startOf(FILE);
        scene.livekit
                .guard("elsewhere", PublishProcessor.<Presence>create())
                .scheduler(scene.time)
                .start(FILE);
        scene.advance(100);
        assertThat(scene.server.calls("StartEgress")).hasSize(2);
    }

    @Test
    void startThatIsStoppedInLineIsNotSent() {
        startOf(FILE);
        GuardedStream second = startOf(OTHER_FILE);
        second.stop();
        scene.advance(20_000);
        assertThat(scene.server.calls("StartEgress")).hasSize(1);
        assertThat(VirtualScene.outcome(second).receipt()).isInstanceOf(StopReceipt.NotStarted.class);
        assertThat(scene.server.running()).hasSize(1);
    }

    @Test
    void startThatFailsLetsTheNextOneBegin() {
        scene.server.script("StartEgress", VirtualFault.answered(401, "unauthenticated"));
        GuardedStream first = startOf(FILE);
        startOf(OTHER_FILE);
        scene.advance(20_000);
        assertThat(VirtualScene.outcome(first)).isInstanceOf(Outcome.StartFailed.class);
        assertThat(scene.server.running()).hasSize(1);
    }

    private void startWith(Predicate<EgressInfo> takesOver) {
        scene.livekit
                .guard(ROOM, PublishProcessor.<Presence>create())
                .scheduler(scene.time)
                .takeOverOnly(takesOver)
                .start(FILE);
        scene.advance(10_000);
    }

    @Test
    void filteredEgressIsLeftAlone() {
        String theirs = running(ROOM, OTHER_FILE);
        String ours = running(ROOM, FILE);
        startWith(info -> info.getEgressId().equals(ours));
        assertThat(scene.stops(theirs)).isEmpty();
        assertThat(scene.stops(ours)).hasSize(1);
        assertThat(scene.server.running()).hasSize(2);
    }

    @Test
    void filterThatThrowsLeavesAloneAndStarts() {
        String theirs = running(ROOM, OTHER_FILE);
        startWith(info -> {
            throw new LinkageError("of a filter");
        });
        assertThat(scene.stops(theirs)).isEmpty();
        assertThat(scene.server.running()).hasSize(2);
    }

    @Test
    void stopOfATakeOverGoesOnWhenTheStartDoesNotWaitForIt() {
        String old = running(ROOM, OTHER_FILE);
        VirtualFault[] some = new VirtualFault[6];
        Arrays.fill(some, VirtualFault.answered(503, "unavailable"));
        scene.server.script("StopEgress", some);
        scene.start();
        scene.advance(60_000);
        assertThat(scene.server.egress(old).isRunning()).isFalse();
        assertThat(scene.server.running()).hasSize(1);
    }
}
