package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.OTHER_FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.ROOM;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.StreamEvent.TakeOverFailed;
import io.github.streamlifecycle.livekit.StreamEvent.TakingOver;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.WebEgress;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
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
}
