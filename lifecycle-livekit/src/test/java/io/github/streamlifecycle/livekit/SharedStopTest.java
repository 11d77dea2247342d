package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static livekit.LivekitEgress.EgressStatus.EGRESS_COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callers who want the same egress stopped at the same time. */
class SharedStopTest {
    private final VirtualScene scene = new VirtualScene();

    @Test
    @Tag("P2")
    void callersAtTheSameTimeShareOneCallAndOneReceipt() {
        String id = scene.running();
        TestObserver<StopReceipt> first = scene.stop(id);
        TestObserver<StopReceipt> second = scene.stop(id);
        scene.advance(100);
        TestObserver<StopReceipt> third = scene.livekit.egress().stop(id).test();
        scene.advance(2_000);
        assertThat(VirtualScene.receipt(first))
                .isSameAs(VirtualScene.receipt(second))
                .isSameAs(VirtualScene.receipt(third));
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    void callerWhoJoinsAGuardsStopDoesNotCareAboutTheHost() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(1_000);
        TestObserver<StopReceipt> joined =
                scene.livekit.egress().stop(scene.id()).test();
        scene.up();
        scene.advance(10_000);
        assertThat(VirtualScene.receipt(joined)).isInstanceOf(Stopped.class);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isSameAs(VirtualScene.receipt(joined)));
    }

    @Test
    void callerWhoJoinsInTheVeryMomentAStopIsGivenUpHasHisOwn() {
        String id = scene.running();
        EgressControl egress = scene.livekit.egress();
        List<TestObserver<StopReceipt>> joined = new ArrayList<>();
        StopReceipt first = egress.stop(scene.order(id).unless(() -> {
                    joined.add(egress.stop(id).test());
                    return true;
                }))
                .blockingGet();
        assertThat(first).isInstanceOf(HostReturned.class);
        assertThat(scene.stops(id)).hasSize(1);
        scene.webhook(id, EGRESS_COMPLETE);
        assertThat(VirtualScene.receipt(joined.get(0))).isInstanceOf(Stopped.class);
    }

    private void neverStops() {
        VirtualFault[] often = new VirtualFault[200];
        Arrays.fill(often, VirtualFault.answered(503, "unavailable"));
        scene.server.script("StopEgress", often);
    }

    private TestObserver<StopReceipt> stopWithin(String id, long seconds) {
        return scene.livekit
                .egress()
                .stop(scene.order(id).within(Duration.ofSeconds(seconds), scene.time))
                .test();
    }

    @Test
    @Tag("P6")
    void hostWhoReturnsDoesNotWithdrawAnothersStop() {
        String id = scene.running();
        PublishProcessor<Presence> other = PublishProcessor.create();
        GuardedStream first = scene.plan().adopt(id);
        GuardedStream second = scene.livekit
                .guard(VirtualScene.ROOM, other)
                .scheduler(scene.time)
                .adopt(id);
        scene.up();
        other.onNext(Presence.UP);
        scene.advance(1_000);
        scene.server.script("StopEgress", VirtualFault.timedOut(), VirtualFault.timedOut());
        scene.down();
        other.onNext(Presence.SUSPECT);
        scene.advance(5_100);
        scene.up();
        scene.advance(20_000);
        assertThat(scene.server.running()).isEmpty();
        assertThat(outcome(second)).isInstanceOf(HostDropped.class);
        outcome(first);
    }

    @Test
    void stopThatAllHostsReturnForIsWithdrawn() {
        String id = scene.running();
        scene.server.script("StopEgress", VirtualFault.timedOut());
        EgressControl egress = scene.livekit.egress();
        AtomicBoolean back = new AtomicBoolean();
        TestObserver<StopReceipt> first =
                egress.stop(scene.order(id).unless(() -> true)).test();
        TestObserver<StopReceipt> withdrawn =
                egress.stop(scene.order(id).unless(back::get)).test();
        TestObserver<StopReceipt> alike =
                egress.stop(scene.order(id).unless(back::get)).test();
        scene.advance(1_000);
        back.set(true);
        scene.advance(10_000);
        assertThat(VirtualScene.receipt(first)).isInstanceOf(HostReturned.class);
        assertThat(VirtualScene.receipt(withdrawn)).isInstanceOf(HostReturned.class);
        assertThat(VirtualScene.receipt(alike)).isSameAs(VirtualScene.receipt(withdrawn));
        assertThat(scene.server.running()).hasSize(1);
    }

    @Test
    @Tag("P4")
    void userWhoJoinsWithdrawnStopsAgainAndAgainStops() {
        String id = scene.running();
        EgressControl egress = scene.livekit.egress();
        List<TestObserver<StopReceipt>> users = new ArrayList<>();
        for (int times = 0; times < 3; times++) {
            egress.stop(scene.order(id).unless(() -> {
                        users.add(egress.stop(scene.order(id)).test());
                        return true;
                    }))
                    .test();
        }
        scene.advance(5_000);
        assertThat(users)
                .isNotEmpty()
                .allSatisfy(
                        user -> assertThat(VirtualScene.receipt(user).isOver()).isTrue());
        assertThat(scene.stops(id)).hasSize(1);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void eachCallerHasItsOwnDeadline() {
        String id = scene.running();
        neverStops();
        TestObserver<StopReceipt> first = stopWithin(id, 10);
        scene.advance(5_000);
        TestObserver<StopReceipt> second = stopWithin(id, 60);
        scene.advance(5_000);
        assertThat(VirtualScene.receipt(first))
                .isInstanceOfSatisfying(
                        GaveUp.class, gaveUp -> assertThat(gaveUp.took()).hasSeconds(10));
        scene.advance(54_999);
        second.assertEmpty();
        scene.advance(1);
        assertThat(VirtualScene.receipt(second))
                .isInstanceOfSatisfying(
                        GaveUp.class, gaveUp -> assertThat(gaveUp.took()).hasSeconds(60));
        int tries = scene.stops(id).size();
        scene.advance(600_000);
        assertThat(scene.stops(id)).hasSize(tries);
    }

    @Test
    void callerWhoJoinsLateKeepsTheStopGoing() {
        String id = scene.running();
        neverStops();
        stopWithin(id, 10);
        scene.advance(9_999);
        stopWithin(id, 60);
        scene.advance(10);
        int tries = scene.stops(id).size();
        scene.advance(30_000);
        assertThat(scene.stops(id)).hasSizeGreaterThan(tries);
    }

    @Test
    void callerWhoThrowsTakesNobodysReceipt() {
        String id = scene.running();
        EgressControl egress = scene.livekit.egress();
        egress.stop(scene.order(id)).subscribe(receipt -> {
            throw new LinkageError("of a caller");
        });
        TestObserver<StopReceipt> second = egress.stop(scene.order(id)).test();
        scene.advance(2_000);
        assertThat(VirtualScene.receipt(second)).isInstanceOf(Stopped.class);
    }
}
