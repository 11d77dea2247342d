package io.github.streamlifecycle.livekit.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.subscribers.TestSubscriber;
import livekit.LivekitEgress.EgressInfo;
import org.junit.jupiter.api.Test;

class EgressUpdatesTest {
    private final EgressUpdates told = new EgressUpdates();

    private static EgressInfo info(String egressId) {
        return EgressInfo.newBuilder().setEgressId(egressId).build();
    }

    @Test
    void everyListenerIsToldOfItsEgressOnly() {
        TestSubscriber<EgressInfo> one = told.of("EG_1").test();
        TestSubscriber<EgressInfo> sameOne = told.of("EG_1").test();
        TestSubscriber<EgressInfo> other = told.of("EG_2").test();
        told.tell(info("EG_1"));
        told.tell(info("EG_3"));
        one.assertValuesOnly(info("EG_1"));
        sameOne.assertValuesOnly(info("EG_1"));
        other.assertNoValues();
    }

    @Test
    void whoLeavesIsToldNothingAndOthersStillAre() {
        TestSubscriber<EgressInfo> gone = told.of("EG_1").test();
        TestSubscriber<EgressInfo> there = told.of("EG_1").test();
        gone.cancel();
        told.tell(info("EG_1"));
        gone.assertNoValues();
        there.assertValueCount(1);
    }

    @Test
    void whoLeavesWhenToldKeepsNobodyFromBeingTold() {
        TestSubscriber<EgressInfo> first = told.of("EG_1").take(1).test();
        TestSubscriber<EgressInfo> second = told.of("EG_1").take(1).test();
        told.tell(info("EG_1"));
        first.assertComplete();
        second.assertComplete();
    }

    @Test
    void nothingIsLostOnASlowListener() {
        TestSubscriber<EgressInfo> slow = told.of("EG_1").test(0);
        told.tell(info("EG_1"));
        told.tell(info("EG_1"));
        slow.request(2);
        slow.assertValueCount(2);
        assertThat(slow.hasSubscription()).isTrue();
    }
}
