package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.ROOM;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.VirtualServer.Call;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.WebEgress;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.StreamEvent.TakeOverFailed;
import io.github.streamlifecycle.livekit.events.StreamEvent.TakingOver;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.DeadRecord;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.reactivex.rxjava3.observers.TestObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Records of workers that died: told from egress that only answer late, and told once. */
class DeadRecordTest {
    private final VirtualScene scene = new VirtualScene();

    private String dead(EgressRequest request, long forMillis) {
        VirtualEgress egress = scene.server.runs(ROOM, request);
        scene.advance(6_000);
        egress.die();
        scene.advance(forMillis);
        return egress.info().getEgressId();
    }

    private StopReceipt stop(String id) {
        TestObserver<StopReceipt> stop =
                scene.livekit.egress().stop(scene.order(id)).test();
        scene.advance(60_000);
        return stop.assertValueCount(1).values().get(0);
    }

    @Test
    void answersAndAMissingRecorderMakeADeadRecord() {
        assertThat(stop(dead(FILE, 30_000))).isInstanceOfSatisfying(DeadRecord.class, dead -> {
            assertThat(dead.tries().answered()).isGreaterThanOrEqualTo(2);
            assertThat(dead.took()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(40));
        });
    }

    @Test
    void recorderThatIsStillInItsRoomMakesNone() {
        assertThat(stop(dead(FILE, 0))).isInstanceOfSatisfying(DeadRecord.class, dead -> {
            assertThat(dead.tries().made()).isGreaterThan(2);
            assertThat(dead.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(21));
        });
    }

    @Test
    void workerThatAnswersLateIsNotDead() {
        String id = scene.server.runs(ROOM, FILE).info().getEgressId();
        scene.advance(30_000);
        VirtualFault late = VirtualFault.timedOut();
        scene.server.script("StopEgress", late, late, late, late);
        assertThat(stop(id))
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.tries().made()).isEqualTo(5));
    }

    @Test
    void callsThatNobodyAnsweredMakeNone() {
        String id = dead(FILE, 30_000);
        VirtualFault cut = VirtualFault.cut();
        scene.server.script("StopEgress", cut, cut, cut);
        assertThat(stop(id))
                .isInstanceOfSatisfying(
                        DeadRecord.class,
                        dead -> assertThat(dead.tries().made() - dead.tries().answered())
                                .isEqualTo(3));
    }

    @Test
    void unreadableRoomMakesNone() {
        String id = dead(FILE, 30_000);
        VirtualFault down = VirtualFault.answered(500, "unknown");
        scene.server.script("Participants", down, down);
        assertThat(stop(id))
                .isInstanceOfSatisfying(
                        DeadRecord.class, dead -> assertThat(dead.took()).isGreaterThan(Duration.ofSeconds(29)));
    }

    @Test
    void startingEgressIsNever() {
        VirtualEgress egress = scene.server.runs(ROOM, FILE);
        egress.die();
        scene.advance(30_000);
        assertThat(stop(egress.info().getEgressId())).isInstanceOf(GaveUp.class);
    }

    @Test
    void webEgressIsNever() {
        assertThat(stop(dead(WebEgress.at("https://example.com").toFile("/out/web.mp4"), 30_000)))
                .isInstanceOf(GaveUp.class);
    }

    @Test
    void dropThatIsStoppedForEndsWithTheDeadRecord() {
        GuardedStream stream = scene.live();
        scene.server.egress(scene.id()).die();
        scene.advance(30_000);
        scene.down();
        scene.advance(40_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(DeadRecord.class));
    }

    @Test
    void nextStartNeitherWaitsForItNorTellsItAgain() {
        String id = dead(FILE, 30_000);
        GuardedStream first = scene.start();
        scene.advance(40_000);
        assertThat(events(first, TakeOverFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.receipt()).isInstanceOf(DeadRecord.class));
        first.stop();
        scene.advance(2_000);
        outcome(first);

        int told = scene.stops(id).size();
        GuardedStream second = scene.start();
        scene.advance(20);
        assertThat(scene.server.calls("StartEgress")).hasSize(2);
        scene.advance(60_000);
        assertThat(events(second, TakingOver.class)).isEmpty();
        assertThat(events(second, TakeOverFailed.class)).isEmpty();
        assertThat(scene.stops(id)).hasSize(told);
    }

    @Test
    void firstStartDoesNotWaitForItEither() {
        String id = dead(FILE, 30_000);
        GuardedStream stream = scene.start();
        scene.advance(20);
        assertThat(scene.server.calls("StartEgress")).hasSize(1);
        assertThat(events(stream, TakingOver.class)).containsExactly(new TakingOver(id));
        assertThat(scene.stops()).extracting(Call::about).containsExactly(id);
    }

    @Test
    void tooManyRequestsMakeNone() {
        String id = scene.running();
        scene.server.egress(id).recorderIsAway();
        VirtualFault busy = VirtualFault.answered(429, "resource_exhausted");
        scene.server.script("StopEgress", busy, busy, busy, busy, busy, busy, busy);
        assertThat(stop(id)).isInstanceOf(Stopped.class);
    }

    @Test
    void errorsOfAProxyMakeNone() {
        String id = scene.running();
        scene.server.egress(id).recorderIsAway();
        VirtualFault proxy = VirtualFault.answered(503, "");
        scene.server.script("StopEgress", proxy, proxy, proxy, proxy, proxy, proxy, proxy);
        assertThat(stop(id)).isInstanceOf(Stopped.class);
    }

    @Test
    void recorderThatComesBackMakesNone() {
        String id = scene.running();
        VirtualEgress egress = scene.server.egress(id);
        egress.recorderIsAway();
        scene.at(scene.time.now(TimeUnit.MILLISECONDS) + 20_000, egress::recorderIsBack);
        VirtualFault late = VirtualFault.timedOut();
        scene.server.script("StopEgress", late, late, late, late, late, late);
        assertThat(stop(id)).isInstanceOf(Stopped.class);
    }

    @Test
    void quarantineExpires() {
        EgressControl control = new EgressControl(scene.server, 64, scene.time);
        String id = dead(FILE, 30_000);
        TestObserver<StopReceipt> stop = control.stop(scene.order(id)).test();
        scene.advance(60_000);
        assertThat(VirtualScene.receipt(stop)).isInstanceOf(DeadRecord.class);
        assertThat(control.stops().isKnownDead(id)).isTrue();
        scene.advance(600_000);
        assertThat(control.stops().isKnownDead(id)).isFalse();
    }
}
