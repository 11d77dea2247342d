package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.assertGoesOn;
import static io.github.streamlifecycle.livekit.VirtualScene.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.VirtualServer.Call;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.Outcome.StartFailed;
import io.github.streamlifecycle.livekit.events.Outcome.UserStopped;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import java.util.List;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A drop that takes the way to the server with it: what is tried, what is not, and what is said in the end. */
class NetworkGoneTest {
    private final VirtualScene scene = new VirtualScene();

    private GuardedStream goneWithTheNetwork() {
        GuardedStream stream = scene.live();
        scene.server.networkGone();
        scene.down();
        return stream;
    }

    @Test
    @Tag("P6")
    void nobodyReachedUntilTheDeadlineIsSaidSo() {
        GuardedStream stream = goneWithTheNetwork();
        scene.advance(59_999);
        assertGoesOn(stream);
        scene.advance(1);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOfSatisfying(GaveUp.class, gaveUp -> {
                            assertThat(gaveUp.tries()).isEqualTo(new Tries(1, 0));
                            assertThat(gaveUp.took()).hasSeconds(60);
                            assertThat(gaveUp.cause().status()).isEmpty();
                        }));
        scene.server.networkBack();
        scene.advance(600_000);
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    void nothingIsStoppedOverANetworkThatIsBackBeforeTheEgressWasRead() {
        for (long outage = 100; outage < 55_000; outage += 500) {
            VirtualScene one = new VirtualScene();
            GuardedStream stream = one.live();
            one.server.networkGone();
            one.down();
            one.advance(outage);
            one.server.networkBack();
            one.advance(20_000);
            String when = "back after " + outage;
            assertThat(outcome(stream))
                    .as(when)
                    .isInstanceOfSatisfying(
                            HostDropped.class,
                            dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
            assertThat(one.stops()).as(when).hasSize(2);
            long again = one.stops().get(1).atMillis();
            assertThat(one.server.calls()).as(when).contains(new Call("ReadEgress", one.id(), again - 5));
        }
    }

    @Test
    @Tag("P6")
    void hostBackWithTheNetworkIsNotStoppedFor() {
        for (long outage = 100; outage < 55_000; outage += 500) {
            VirtualScene one = new VirtualScene();
            GuardedStream stream = one.live();
            one.server.networkGone();
            one.down();
            one.advance(outage);
            one.up();
            one.server.networkBack();
            one.advance(60_000);
            String when = "back after " + outage;
            assertThat(one.stops()).as(when).hasSize(1);
            assertGoesOn(stream);
            one.down();
            one.advance(5_000);
            assertThat(outcome(stream)).as(when).isInstanceOf(HostDropped.class);
            assertThat(one.server.running()).as(when).isEmpty();
        }
    }

    @Test
    void egressThatEndedMeanwhileIsNotToldToStop() {
        GuardedStream stream = goneWithTheNetwork();
        scene.advance(1_000);
        scene.server.egress(scene.id()).end(EgressStatus.EGRESS_COMPLETE);
        scene.advance(20_000);
        scene.server.networkBack();
        scene.advance(10_000);
        assertThat(outcome(stream)).isInstanceOf(HostDropped.class);
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    void answerThatIsLostOnItsWayIsFoundOutByReading() {
        GuardedStream stream = scene.live();
        scene.down();
        scene.server.networkGone();
        scene.advance(3_000);
        scene.server.networkBack();
        scene.advance(10_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    void networkThatGoesAfterTheStopWasAcceptedDelaysTheReceiptOnly() {
        GuardedStream stream = scene.live();
        scene.down();
        scene.advance(50);
        scene.server.networkGone();
        scene.advance(30_000);
        assertGoesOn(stream);
        scene.server.networkBack();
        scene.advance(3_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    @Tag("P4")
    void userWhoStopsWithoutANetworkIsToldToo() {
        GuardedStream stream = scene.live();
        scene.server.networkGone();
        stream.stop();
        scene.down();
        scene.up();
        scene.advance(60_000);
        assertThat(outcome(stream))
                .isInstanceOfSatisfying(
                        UserStopped.class,
                        stopped -> assertThat(stopped.receipt())
                                .isInstanceOfSatisfying(
                                        GaveUp.class,
                                        gaveUp -> assertThat(gaveUp.tries()).isEqualTo(new Tries(1, 0))));
    }

    @Test
    void outageWithoutADropStopsNothing() {
        GuardedStream stream = scene.live();
        scene.server.networkGone();
        scene.advance(600_000);
        scene.server.networkBack();
        scene.advance(60_000);
        assertGoesOn(stream);
        assertThat(scene.stops()).isEqualTo(List.of());
    }

    @Test
    @Tag("P6")
    void startWhoseAnswerIsLostWithTheNetworkIsFoundWhenItIsBack() {
        for (long outage = 1_000; outage <= 55_000; outage += 1_000) {
            VirtualScene one = new VirtualScene();
            GuardedStream stream = one.start();
            one.up();
            one.advance(100);
            one.server.networkGone();
            one.down();
            one.advance(outage);
            one.server.networkBack();
            one.advance(90_000);
            String when = "back after " + outage;
            assertThat(outcome(stream))
                    .as(when)
                    .isInstanceOfSatisfying(
                            HostDropped.class,
                            dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
            assertThat(one.server.running()).as(when).isEmpty();
            assertThat(one.server.calls("StartEgress")).as(when).hasSize(1);
        }
    }

    @Test
    void startThatIsNeverFoundFails() {
        GuardedStream stream = scene.start();
        scene.advance(100);
        scene.server.networkGone();
        scene.advance(120_000);
        assertThat(outcome(stream)).isInstanceOf(StartFailed.class);
    }
}
