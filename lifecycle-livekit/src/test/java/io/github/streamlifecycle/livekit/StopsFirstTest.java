package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand streams on a server whose lists take three seconds, as with a Redis that does not answer. */
@Tag("P6")
class StopsFirstTest {
    private static final int STREAMS = 10_000;
    private static final int CALLS_AT_ONCE = 64;
    private static final int LIST_MILLIS = 3_000;
    private static final int STOP_MILLIS = 20;

    private final TestScheduler time = new TestScheduler();
    private final CrowdedServer server =
            new CrowdedServer(time, Duration.ofMillis(LIST_MILLIS), Duration.ofMillis(STOP_MILLIS));
    private final EgressControl control = new EgressControl(server, CALLS_AT_ONCE, time);

    private void advance(long millis) {
        time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    }

    private void watchAll() {
        for (int i = 0; i < STREAMS; i++) {
            control.watch(id(i), time, () -> true).subscribe();
        }
        advance(20_000);
    }

    private static String id(int number) {
        return "EG_" + number;
    }

    private StopRequest request(int number) {
        return StopRequest.of(id(number)).within(Duration.ofMinutes(1), time);
    }

    @Test
    void oneStopIsSentInTheMomentItIsDecided() {
        watchAll();
        List<Integer> sent = new ArrayList<>();
        control.stop(request(4_711).telling(sent::add)).subscribe();
        assertThat(server.stopped).containsExactly(id(4_711));
        assertThat(sent).containsExactly(1);
    }

    @Test
    void allStopsAreSentInTheOrderOfTheirDecision() {
        watchAll();
        int looks = server.looks;
        List<String> told = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            String id = id(i);
            control.stop(request(i).telling(number -> told.add(id))).subscribe();
        }
        assertThat(server.stopped).hasSize(CALLS_AT_ONCE);
        assertThat(told).isEqualTo(server.stopped);
        int rounds = (STREAMS - 1) / CALLS_AT_ONCE;
        advance((rounds - 1) * (long) STOP_MILLIS);
        assertThat(server.looks - looks).as("looks while stops are waiting").isLessThanOrEqualTo(CALLS_AT_ONCE);
        advance(STOP_MILLIS);
        assertThat(server.stopped)
                .isEqualTo(
                        IntStream.range(0, STREAMS).mapToObj(StopsFirstTest::id).toList());
        assertThat(told).isEqualTo(server.stopped);
    }

    @Test
    void stopThatWasNeverSentSaysSo() {
        server.neverAnswersStops = true;
        for (int i = 0; i < CALLS_AT_ONCE; i++) {
            control.stop(request(i)).subscribe();
        }
        List<Integer> sent = new ArrayList<>();
        TestObserver<StopReceipt> last = control.stop(
                        request(CALLS_AT_ONCE).telling(sent::add).within(Duration.ofSeconds(10), time))
                .test();
        advance(10_000);
        assertThat(VirtualScene.receipt(last))
                .isInstanceOfSatisfying(
                        GaveUp.class, gaveUp -> assertThat(gaveUp.tries()).isEqualTo(Tries.NONE));
        assertThat(sent).isEmpty();
        assertThat(server.stopped).doesNotContain(id(CALLS_AT_ONCE));
    }

    @Test
    void looksBackOffFromASlowServer() {
        for (int i = 0; i < 1_000; i++) {
            control.watch(id(i), time, () -> false).subscribe();
        }
        advance(600_000);
        assertThat(server.mostLooksAtOnce).isLessThanOrEqualTo(CALLS_AT_ONCE / 4);
        int before = server.looks;
        advance(600_000);
        int asManyAsPossible = CALLS_AT_ONCE / 4 * 600_000 / LIST_MILLIS;
        assertThat(server.looks - before).isBetween(asManyAsPossible / 10, asManyAsPossible * 3 / 4);
    }

    @Test
    void webhookEndsAStopThatCannotBeLookedAt() {
        server.neverAnswersStops = true;
        TestObserver<StopReceipt> stop = control.stop(request(1)).test();
        control.tell(CrowdedServer.info(id(1), EgressStatus.EGRESS_COMPLETE));
        assertThat(VirtualScene.receipt(stop).isOver()).isTrue();
    }
}
