package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StreamEvent.MayStillRun;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers that do not say what they seem to say: of nothing, of a server that has forgotten, of a start never sent. */
@Tag("P6")
class ForgottenEgressTest {
    private int emptyReads;

    private final VirtualScene scene = new VirtualScene(
            settings -> settings.deliverOn(Schedulers.trampoline()).through(this::sometimesEmpty));

    private ServerApi sometimesEmpty(ServerApi api) {
        return (ServerApi) Proxy.newProxyInstance(
                ServerApi.class.getClassLoader(), new Class<?>[] {ServerApi.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("readEgress") && emptyReads > 0) {
                        emptyReads--;
                        return Single.just(List.of());
                    }
                    return method.invoke(api, arguments);
                });
    }

    @Test
    void emptyAnswerOfAProxyDisarmsNoGuard() {
        GuardedStream stream = scene.live();
        emptyReads = 1;
        scene.advance(10_000);
        VirtualScene.assertGoesOn(stream);
        scene.down();
        scene.advance(5_000);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void emptyAnswerOfAProxyConfirmsNoStop() {
        scene.server.pace = scene.server.pace.endingFor(Duration.ofSeconds(4));
        GuardedStream stream = scene.live();
        scene.down();
        emptyReads = 1;
        scene.advance(2_000);
        VirtualScene.assertGoesOn(stream);
        scene.advance(10_000);
        assertThat(VirtualScene.outcome(stream)).isInstanceOf(Outcome.HostDropped.class);
        assertThat(scene.server.running()).isEmpty();
    }

    @Test
    void egressForgottenDuringAStopIsWatchedOn() {
        GuardedStream stream = scene.live();
        scene.server.script(
                "ReadEgress", VirtualFault.answered(404, "not_found").after(Duration.ofSeconds(1)));
        int looks = scene.server.calls("ReadEgress").size();
        while (scene.server.calls("ReadEgress").size() == looks) {
            scene.advance(10);
        }
        scene.server.script("StopEgress", VirtualFault.cut().after(Duration.ofSeconds(2)));
        scene.down();
        scene.advance(1_500);
        scene.up();
        scene.advance(2_000);
        VirtualScene.assertGoesOn(stream);
        scene.server.egress(scene.id()).end(EgressStatus.EGRESS_FAILED);
        scene.advance(20_000);
        assertThat(VirtualScene.outcome(stream)).isInstanceOf(Outcome.HostDropped.class);
    }

    @Test
    void startThatWasNeverSentLeavesNothingThatMayRun() {
        scene.server.script("ActiveEgress", VirtualFault.answered(503, "unavailable"));
        GuardedStream stream = scene.start();
        scene.advance(60_000);
        assertThat(scene.server.calls("StartEgress")).isEmpty();
        assertThat(VirtualScene.outcome(stream)).isInstanceOf(Outcome.StartFailed.class);
        assertThat(VirtualScene.events(stream, MayStillRun.class)).isEmpty();
    }

    @Test
    void stopInLineBehindAnotherStartEndsAtOnce() {
        scene.server.takes("StartEgress", Duration.ofSeconds(25));
        scene.start();
        scene.advance(100);
        GuardedStream second = scene.plan().start(VirtualScene.OTHER_FILE);
        scene.advance(100);
        second.stop();
        scene.advance(1_000);
        assertThat(VirtualScene.outcome(second)).isInstanceOf(Outcome.UserStopped.class);
    }
}
