package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.PendingStop.Result;
import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.github.streamlifecycle.core.rx.Receipt.Withdrawn;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stops that are given up because the host is back. */
class AutoStopWithdrawTest {
    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    @Test
    @Tag("P6")
    void withdrawnStopLeavesTheStreamGuarded() {
        Rig rig = Rig.withdrawing();
        rig.on().up().down().up().withdrawn();
        rig.assertReceipts(new Withdrawn(StopReason.HOST_DOWN));
        rig.assertStops(1);
        rig.down().stopped();
        rig.assertStops(2);
        rig.assertReceipts(new Withdrawn(StopReason.HOST_DOWN), new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P5")
    void graceDecidesIfTheHostIsSuspectedMeanwhile() {
        Rig rig = Rig.withdrawing();
        rig.on().up().down().up().suspect().withdrawn();
        rig.assertStops(1);
        rig.after(Rig.GRACE);
        rig.assertStops(2);
        rig.stopped();
        rig.assertReceipts(new Withdrawn(StopReason.HOST_DOWN), new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    @Tag("P6")
    void hostThatFellAgainIsStoppedForAtOnce() {
        Rig rig = Rig.withdrawing();
        rig.on().up().down().up().suspect().after(Rig.GRACE);
        rig.assertStops(1);
        rig.withdrawn();
        rig.assertStops(2);
        rig.stopped();
        rig.assertReceipts(new Withdrawn(StopReason.HOST_DOWN), new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    @Tag("P6")
    void withoutGraceASuspicionIsSuchAFall() {
        Rig rig = Rig.withdrawing(plan -> plan);
        rig.on().up().down().up().suspect().withdrawn();
        rig.assertStops(2);
        rig.stopped();
        rig.assertReceipts(new Withdrawn(StopReason.HOST_DOWN), new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P6")
    void feedThatEndedIsSuchAFall() {
        Rig rig = Rig.withdrawing();
        rig.on().up().down().up().host.onComplete();
        rig.withdrawn().after(Duration.ZERO);
        rig.assertStops(2);
        rig.stopped();
        rig.receipts.assertResult(new Withdrawn(StopReason.HOST_DOWN), new Stopped(StopReason.FEED_ENDED));
    }

    @Test
    void stopKnowsItsReasonAndWhetherTheHostIsBack() {
        Rig rig = Rig.withdrawing();
        rig.on().up().suspect().after(Rig.GRACE);
        PendingStop stop = rig.pending.get(0);
        assertThat(stop.reason()).isEqualTo(StopReason.GRACE_ELAPSED);
        assertThat(stop.isHostBack()).isFalse();
        rig.up();
        assertThat(stop.isHostBack()).isTrue();
        rig.suspect();
        assertThat(stop.isHostBack()).isFalse();
        rig.up().down();
        assertThat(stop.isHostBack()).isFalse();
        rig.up().host.onComplete();
        assertThat(stop.isHostBack()).isFalse();
    }

    @Test
    @Tag("P2")
    void withdrawalFromAnEarlierSessionIsInert() {
        Rig rig = Rig.withdrawing();
        rig.on().up().down().off().on().up().down();
        rig.assertStops(2);
        rig.stops.get(0).onError(new Rig.Withdrawal());
        rig.assertStops(2);
        rig.up().down();
        rig.assertStops(2);
        rig.stopped();
        rig.assertReceipts(new Withdrawn(StopReason.HOST_DOWN), new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    @Tag("P4")
    void withdrawalAfterTheUsersStopArmsNothing() {
        Rig rig = Rig.withdrawing();
        rig.on().up().down().off().withdrawn().up().down();
        rig.assertStops(1);
    }

    @Test
    @Tag("P6")
    void cancellingDoesNotLoseAStopToBeRepeated() {
        Rig rig = Rig.withdrawing();
        rig.on().up().down().receipts.cancel();
        rig.withdrawn().after(Duration.ZERO);
        rig.assertStops(2);
        rig.stopped().receipts.assertEmpty();
    }

    @Test
    @Tag("P6")
    void nextStopIsCalledBeforeAnybodyHears() {
        Rig rig = Rig.withGrace();
        List<SingleSubject<Result>> stops = new ArrayList<>();
        List<Integer> stopsSeen = new ArrayList<>();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopOrWithdraw(stop -> {
                    stops.add(SingleSubject.create());
                    return stops.get(stops.size() - 1);
                })
                .doOnNext(receipt -> stopsSeen.add(stops.size()))
                .test();
        rig.on().up().down();
        stops.get(0).onSuccess(Result.WITHDRAWN);
        stops.get(1).onSuccess(Result.STOPPED);
        assertThat(stopsSeen).containsExactly(2, 2);
        receipts.assertValuesOnly(new Withdrawn(StopReason.HOST_DOWN), new Stopped(StopReason.HOST_DOWN));
    }

    @Test
    void actionThatKeepsWithdrawingIsALoop() {
        Rig rig = Rig.withGrace();
        int lies = 100_000;
        AtomicInteger calls = new AtomicInteger();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopOrWithdraw(stop -> Single.just(calls.incrementAndGet() > lies ? Result.STOPPED : Result.WITHDRAWN))
                .test();
        rig.on().up().down().after(Duration.ZERO);
        receipts.assertValueCount(lies + 1).assertNoErrors().assertNotComplete();
        assertThat(receipts.values().get(lies)).isEqualTo(new Stopped(StopReason.HOST_DOWN));
    }
}
