package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.Receipt.Failed;
import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.github.streamlifecycle.core.rx.Receipt.TimedOut;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each promise once on the shell, in virtual time. */
class AutoStopPromisesTest {
    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    @Tag("P1")
    void nothingStopsBeforeTheHostWasUp() {
        Rig rig = Rig.withGrace();
        rig.on().down().suspect().after(Rig.GRACE).down();
        rig.assertQuiet();
    }

    @Test
    @Tag("P2")
    void oneStopASessionWhateverTheHostDoes() {
        Rig rig = Rig.withoutGrace();
        rig.on().up().down().up().down();
        rig.assertStops(1);
        rig.stopped().up().suspect().up().down();
        rig.assertStops(1);
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P2")
    void newSessionIsGuardedAnew() {
        Rig rig = Rig.withoutGrace();
        rig.on().up().down().stopped().off().on().up().down().stopped();
        rig.assertStops(2);
        rig.assertReceipts(new Stopped(StopReason.HOST_DOWN), new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P3")
    void fallThatIsOverBeforeStreamingBeginsStopsNothing() {
        Rig rig = Rig.withoutGrace();
        rig.up().down().on();
        rig.assertQuiet();
    }

    @Test
    @Tag("P4")
    void usersOwnStopIsNotFollowedByOurs() {
        Rig rig = Rig.withGrace();
        rig.on().up().suspect().off().after(Rig.GRACE);
        rig.up().down();
        rig.assertQuiet();
    }

    @Test
    @Tag("P5")
    void flapWithinGraceStopsNothing() {
        Rig rig = Rig.withGrace();
        rig.on().up().suspect().after(Rig.GRACE.minusNanos(1)).up().after(Rig.GRACE);
        rig.assertQuiet();
    }

    @Test
    @Tag("P6")
    void dropThatLastsIsStoppedWhenGraceIsOver() {
        Rig rig = Rig.withGrace();
        rig.on().up().suspect().after(Rig.GRACE.minusNanos(1));
        rig.assertQuiet();
        rig.after(Duration.ofNanos(1));
        rig.assertStops(1);
        rig.stopped();
        rig.assertReceipts(new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    @Tag("P6")
    void stopThatDidNotWorkSaysWhy() {
        Rig rig = Rig.with(plan -> plan.stopTimeout(Rig.LIMIT));
        Exception refused = new Exception("refused");
        rig.on().up().down().failed(refused).up().down().after(Rig.LIMIT);
        rig.assertStops(2);
        rig.assertReceipts(new Failed(StopReason.HOST_DOWN, refused), new TimedOut(StopReason.HOST_DOWN, Rig.LIMIT));
    }

    @Test
    @Tag("P7")
    void repeatedLevelsChangeNothing() {
        Rig rig = Rig.withGrace();
        rig.on().on().up().up().suspect().after(Rig.GRACE.minusSeconds(1));
        rig.suspect().on().after(Duration.ofSeconds(1));
        rig.assertStops(1);
        rig.down().down().on().after(Rig.GRACE);
        rig.assertStops(1);
        rig.receipts.assertEmpty();
    }

    @Test
    @Tag("P8")
    void everyComboOfLevelsIsTheExpression() {
        for (int code = 0; code < 1 << 12; code++) {
            Rig rig = Rig.withoutGrace();
            boolean isHosting = false;
            boolean isStreaming = false;
            int expected = 0;
            for (int step = 0; step < 6; step++) {
                boolean wasHosting = isHosting;
                boolean value = (code >> step & 1) == 1;
                if ((code >> (step + 6) & 1) == 1) {
                    isStreaming = value;
                    rig.streaming.onNext(value);
                } else {
                    isHosting = value;
                    boolean stop = wasHosting && !isHosting && isStreaming;
                    expected += stop ? 1 : 0;
                    tellHost(rig, value);
                    if (stop) { // no overlap: the stop is over before anything else happens
                        rig.stopped().off();
                        isStreaming = false;
                    }
                }
            }
            assertThat(rig.stops).as("code %s", code).hasSize(expected);
            rig.receipts.assertValueCount(expected).assertNoErrors().assertNotComplete();
        }
    }

    private static void tellHost(Rig rig, boolean hosting) {
        if (hosting) {
            rig.up();
        } else {
            rig.suspect(); // what a boolean feed says; without grace it is a fall
        }
    }
}
