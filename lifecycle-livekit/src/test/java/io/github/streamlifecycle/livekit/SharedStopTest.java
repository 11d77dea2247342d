package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static livekit.LivekitEgress.EgressStatus.EGRESS_COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.StopReceipt.HostReturned;
import io.github.streamlifecycle.livekit.StopReceipt.Stopped;
import io.reactivex.rxjava3.observers.TestObserver;
import java.util.ArrayList;
import java.util.List;
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
}
