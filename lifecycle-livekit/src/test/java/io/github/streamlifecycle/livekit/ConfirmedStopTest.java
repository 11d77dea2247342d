package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.ROOM;
import static livekit.LivekitEgress.EgressStatus.EGRESS_ABORTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.VirtualServer.Call;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.AlreadyEnded;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import io.reactivex.rxjava3.observers.TestObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One stop of one egress, step by step: how often it is tried, when, and what ends it. */
class ConfirmedStopTest {
    private final VirtualScene scene = new VirtualScene();

    private void alwaysAnswer(VirtualFault fault) {
        VirtualFault[] often = new VirtualFault[100];
        Arrays.fill(often, fault);
        scene.server.script("StopEgress", often);
    }

    @Test
    void pausesDoubleUpToEightSecondsGiveOrTakeAFifth() {
        alwaysAnswer(VirtualFault.answered(503, "unavailable"));
        Set<List<Long>> rhythms = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            String id = scene.running();
            scene.stop(id);
            scene.advance(60_000);
            List<Long> pauses = pauses(scene.stops(id));
            assertThat(pauses).hasSizeGreaterThan(7);
            for (int k = 0; k < pauses.size(); k++) {
                double wanted = Math.min(8_000, 500 << k);
                // the calls between two tries take a moment too
                assertThat((double) pauses.get(k)).isBetween(wanted * 0.8, wanted * 1.2 + 50);
            }
            rhythms.add(pauses);
        }
        assertThat(rhythms).hasSize(5);
    }

    private static List<Long> pauses(List<Call> calls) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < calls.size(); i++) {
            pauses.add(calls.get(i).atMillis() - calls.get(i - 1).atMillis());
        }
        return pauses;
    }

    @Test
    @Tag("P6")
    void deadlineEndsTheTrying() {
        String id = scene.running();
        alwaysAnswer(VirtualFault.answered(503, "unavailable"));
        TestObserver<StopReceipt> stop = scene.stop(id);
        scene.advance(59_999);
        stop.assertEmpty();
        scene.advance(1);
        assertThat(VirtualScene.receipt(stop)).isInstanceOfSatisfying(GaveUp.class, gaveUp -> {
            assertThat(gaveUp.took()).isEqualTo(Duration.ofMinutes(1));
            assertThat(gaveUp.tries())
                    .isEqualTo(new Tries(scene.stops().size(), scene.stops().size()));
            assertThat(gaveUp.cause().code()).contains("unavailable");
        });
        int tries = scene.stops().size();
        scene.advance(600_000);
        assertThat(scene.stops()).hasSize(tries);
    }

    @Test
    void refusalIsNotTriedAgain() {
        String id = scene.running();
        scene.server.script("StopEgress", VirtualFault.answered(401, "unauthenticated"));
        TestObserver<StopReceipt> stop = scene.stop(id);
        scene.advance(20);
        assertThat(VirtualScene.receipt(stop)).isInstanceOf(GaveUp.class);
        scene.advance(60_000);
        assertThat(scene.stops()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"EGRESS_COMPLETE", "EGRESS_FAILED", "EGRESS_ABORTED", "EGRESS_LIMIT_REACHED"})
    void everyFinalStatusEndsIt(EgressStatus end) {
        scene.server.pace = scene.server.pace.endingAs(end);
        TestObserver<StopReceipt> stop = scene.stop(scene.running());
        scene.advance(2_000);
        assertThat(VirtualScene.receipt(stop))
                .isInstanceOfSatisfying(
                        Stopped.class, stopped -> assertThat(stopped.status()).isEqualTo(end));
    }

    @ParameterizedTest
    @EnumSource(names = {"EGRESS_COMPLETE", "EGRESS_FAILED", "EGRESS_ABORTED", "EGRESS_LIMIT_REACHED"})
    void everyFinalStatusIsAnEnd(EgressStatus end) {
        String id = scene.running();
        scene.server.egress(id).end(end);
        TestObserver<StopReceipt> stop = scene.stop(id);
        scene.advance(4_000);
        assertThat(VirtualScene.receipt(stop))
                .isInstanceOfSatisfying(
                        AlreadyEnded.class, ended -> assertThat(ended.status()).isEqualTo(Optional.of(end)));
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    void egressThatNobodyKnowsHasEnded() {
        TestObserver<StopReceipt> stop = scene.stop("EG_unknown");
        scene.advance(4_000);
        assertThat(VirtualScene.receipt(stop))
                .isInstanceOfSatisfying(
                        AlreadyEnded.class, ended -> assertThat(ended.status()).isEmpty());
    }

    @Test
    void refusalOfAnEgressThatEndsIsWaitedOut() {
        scene.server.pace = scene.server.pace.endingFor(Duration.ofSeconds(10));
        String id = scene.running();
        scene.server.egress(id).beginToEnd();
        scene.server.script("StopEgress", VirtualFault.answered(412, "failed_precondition"));
        TestObserver<StopReceipt> stop = scene.stop(id);
        scene.advance(9_000);
        stop.assertEmpty();
        scene.advance(4_000);
        assertThat(VirtualScene.receipt(stop)).isInstanceOf(Stopped.class);
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    void startingEgressIsStoppedWhenItsWorkerIsReady() {
        scene.server.pace = scene.server.pace.readyAfter(Duration.ofSeconds(20)).liveAfter(Duration.ofSeconds(25));
        String id = scene.server.runs(ROOM, FILE).info().getEgressId();
        TestObserver<StopReceipt> stop = scene.stop(id);
        scene.advance(30_000);
        assertThat(VirtualScene.receipt(stop))
                .isInstanceOfSatisfying(
                        Stopped.class, stopped -> assertThat(stopped.status()).isEqualTo(EGRESS_ABORTED));
    }

    @Test
    @Tag("P6")
    void errorOfTheServerIsTriedAgain() {
        String id = scene.running();
        scene.server.script("StopEgress", VirtualFault.answered(500, "internal"));
        TestObserver<StopReceipt> stop = scene.stop(id);
        scene.advance(5_000);
        assertThat(VirtualScene.receipt(stop))
                .isInstanceOfSatisfying(
                        Stopped.class, stopped -> assertThat(stopped.tries()).isEqualTo(new Tries(2, 2)));
    }

    @Test
    void stopThatWasAcceptedInVainIsSentAgain() {
        String id = scene.running();
        scene.server.script("StopEgress", VirtualFault.answered(412, "failed_precondition"));
        TestObserver<StopReceipt> stop = scene.stop(id);
        scene.advance(29_000);
        assertThat(scene.stops()).hasSize(1);
        scene.advance(5_000);
        assertThat(VirtualScene.receipt(stop)).isInstanceOf(Stopped.class);
        assertThat(scene.stops()).hasSize(2);
    }

    @Test
    @Tag("P6")
    void longestDurationsLoseNoStop() {
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        String before = scene.running();
        GuardedStream stream = scene.plan()
                .stopDeadline(ages)
                .takeOverWithin(ages)
                .startLimit(ages)
                .start(VirtualScene.OTHER_FILE);
        scene.up();
        scene.advance(10_000);
        assertThat(scene.stops(before)).hasSize(1);
        scene.down();
        scene.advance(5_000);
        assertThat(VirtualScene.outcome(stream).receipt()).isInstanceOf(Stopped.class);
        assertThat(scene.server.running()).isEmpty();
        TestObserver<StopReceipt> again = scene.livekit
                .egress()
                .stop(scene.order(scene.running()).within(ages, scene.time))
                .test();
        scene.advance(5_000);
        assertThat(VirtualScene.receipt(again)).isInstanceOf(Stopped.class);
    }

    @Test
    void longStopSlowsDown() {
        String id = scene.running();
        alwaysAnswer(VirtualFault.answered(503, "unavailable"));
        scene.livekit
                .egress()
                .stop(scene.order(id).within(Duration.ofDays(1), scene.time))
                .test();
        scene.advance(60_000);
        int quick = scene.stops().size();
        scene.advance(600_000);
        assertThat(scene.stops().size() - quick).isBetween(15, 26);
    }
}
