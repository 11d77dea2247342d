package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static livekit.LivekitEgress.EgressStatus.EGRESS_COMPLETE;
import static livekit.LivekitEgress.EgressStatus.EGRESS_ENDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.reactivex.rxjava3.observers.TestObserver;
import java.time.Duration;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Test;

/** Webhooks beside what is read of an egress: whichever is sooner ends a stop, and the other changes nothing. */
class WebhookTest {
    private final VirtualScene scene = new VirtualScene();

    @Test
    void webhookThatIsSoonerThanTheListEndsIt() {
        scene.server.pace = scene.server.pace.endingFor(Duration.ofSeconds(30));
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(1_000);
        scene.webhook(scene.id(), EGRESS_ENDING);
        VirtualScene.assertGoesOn(stream);
        scene.webhook(scene.id(), EGRESS_COMPLETE);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt())
                                .isInstanceOfSatisfying(
                                        Stopped.class,
                                        stopped -> assertThat(stopped.took()).isEqualTo(Duration.ofSeconds(1))));
        int calls = scene.server.calls().size();
        scene.advance(60_000);
        assertThat(scene.server.calls()).hasSize(calls);
    }

    @Test
    void webhookThatIsSoonerThanTheAnswerEndsIt() {
        scene.server.takes("StopEgress", Duration.ofSeconds(5));
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(400);
        scene.webhook(scene.server.egress(scene.id()).info());
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
    }

    @Test
    void webhookThatIsLaterThanTheListChangesNothing() {
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(2_000);
        Outcome ended = outcome(stream);
        scene.webhook(scene.id(), EgressStatus.EGRESS_FAILED);
        scene.advance(10_000);
        assertThat(outcome(stream)).isSameAs(ended);
    }

    @Test
    void webhookOfAnotherEgressEndsNothing() {
        String other = scene.running();
        scene.server.pace = scene.server.pace.endingFor(Duration.ofSeconds(30));
        TestObserver<StopReceipt> stop = scene.stop(scene.running());
        scene.advance(1_000);
        scene.webhook(other, EGRESS_COMPLETE);
        stop.assertEmpty();
    }

    @Test
    void webhookTellsOfAnEndThatNobodyHasReadYet() {
        GuardedStream stream = scene.live();
        scene.webhook(scene.id(), EGRESS_COMPLETE);
        assertThat(outcome(stream)).isInstanceOf(Outcome.EgressEnded.class);
    }

    @Test
    void webhookTellsThatItIsLiveOnce() {
        GuardedStream stream = scene.start();
        scene.advance(1_000);
        scene.webhook(scene.id(), EgressStatus.EGRESS_ACTIVE);
        scene.webhook(scene.id(), EgressStatus.EGRESS_ACTIVE);
        assertThat(VirtualScene.events(stream, StreamEvent.Live.class)).hasSize(1);
        scene.advance(20_000);
        assertThat(VirtualScene.events(stream, StreamEvent.Live.class)).hasSize(1);
    }
}
