package io.github.streamlifecycle.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** The promises on long random histories, each checked against the history alone. */
class PromisesPropertiesTest {
    private static final Set<Signal> LEVELS = EnumSet.of(
            Signal.HOSTING_UP, Signal.HOSTING_SUSPECT, Signal.HOSTING_DOWN, Signal.STREAMING_ON, Signal.STREAMING_OFF);

    @Property
    @Tag("P1")
    void nothingStopsBeforeTheHostWasUp(@ForAll("beforeTheFirstUp") List<Signal> history) {
        cover("streaming", history.contains(Signal.STREAMING_ON), 50);
        cover("dropping", history.contains(Signal.HOSTING_DOWN), 50);

        assertThat(decisions(history)).allMatch(Decision.NONE::equals);
    }

    @Property
    @Tag("P2")
    void betweenTwoStopsLiesASessionOrAnAnswer(@ForAll("any") List<Signal> history) {
        List<Integer> stops = stops(history);
        cover("two stops", stops.size() > 1, 8);

        for (int i = 1; i < stops.size(); i++) {
            List<Signal> between = history.subList(stops.get(i - 1) + 1, stops.get(i));
            boolean decidedAgain = history.get(stops.get(i)) == Signal.STOP_WITHDRAWN;
            int off = between.indexOf(Signal.STREAMING_OFF);
            boolean newSession =
                    off >= 0 && between.subList(off, between.size()).contains(Signal.STREAMING_ON);
            boolean answered = between.contains(Signal.STOP_FAILED) || between.contains(Signal.STOP_WITHDRAWN);
            assertThat(newSession || answered || decidedAgain).as("%s", between).isTrue();
        }
    }

    @Property
    @Tag("P3")
    void stopIsAFallingEdgeWhileStreaming(@ForAll("any") List<Signal> history) {
        List<Integer> stops = stops(history);
        cover("a stop", !stops.isEmpty(), 20);

        for (int stop : stops) {
            List<Signal> before = history.subList(0, stop);
            int up = before.lastIndexOf(Signal.HOSTING_UP);
            assertThat(up).isNotNegative();
            if (history.get(stop) == Signal.STOP_WITHDRAWN) {
                assertThat(before.subList(up, stop)).containsAnyOf(Signal.HOSTING_DOWN, Signal.GRACE_ELAPSED);
            } else {
                assertThat(history.get(stop)).isIn(Signal.HOSTING_DOWN, Signal.GRACE_ELAPSED);
                assertThat(before.subList(up, stop)).doesNotContain(Signal.HOSTING_DOWN);
            }
            assertThat(before.lastIndexOf(Signal.STREAMING_ON)).isGreaterThan(before.lastIndexOf(Signal.STREAMING_OFF));
        }
    }

    @Property
    @Tag("P4")
    void nothingStopsAfterTheUsersOwnStop(@ForAll("any") List<Signal> history) {
        List<Integer> stops = stops(history);
        int off = history.lastIndexOf(Signal.STREAMING_OFF);
        boolean dropsAfter = off >= 0
                && history.subList(off, history.size()).contains(Signal.HOSTING_DOWN)
                && history.subList(0, off).contains(Signal.HOSTING_UP);
        cover("a drop after the user's stop", dropsAfter, 10);

        List<Signal> userStopped =
                history.stream().filter(signal -> signal != Signal.STREAMING_ON).toList();
        assertThat(stops(userStopped)).isEmpty();
        assertThat(stops).allMatch(stop -> history.get(stop - 1) != Signal.STREAMING_OFF);
    }

    @Property
    @Tag("P5")
    void dropThatHealsInTimeStopsNothing(@ForAll("healed") List<Signal> history) {
        cover("streaming", history.contains(Signal.STREAMING_ON), 50);
        cover("suspected", history.contains(Signal.HOSTING_SUSPECT), 50);

        List<Decision> decisions = decisions(history);
        assertThat(decisions).doesNotContain(Decision.STOP);
        assertThat(decisions.stream().filter(Decision.START_GRACE::equals))
                .hasSameSizeAs(
                        decisions.stream().filter(Decision.CANCEL_GRACE::equals).toList());
    }

    @Property
    @Tag("P6")
    void dropThatLastsIsStoppedAfterAnyHistory(
            @ForAll("any") List<Signal> history, @ForAll("whileSuspected") List<Signal> meanwhile) {
        List<Signal> session = new ArrayList<>(history);
        session.addAll(List.of(Signal.STREAMING_OFF, Signal.STREAMING_ON, Signal.HOSTING_UP, Signal.HOSTING_SUSPECT));
        session.addAll(meanwhile);
        for (Signal fall : List.of(Signal.HOSTING_DOWN, Signal.GRACE_ELAPSED)) {
            List<Signal> dropped = new ArrayList<>(session);
            dropped.add(fall);
            assertThat(stops(dropped)).hasSize(stops(history).size() + 1).last().isEqualTo(dropped.size() - 1);
        }
    }

    @Property
    @Tag("P6")
    void stopWithdrawnTooLateIsDecidedAgain(
            @ForAll("any") List<Signal> history, @ForAll("whileStopping") List<Signal> meanwhile) {
        List<Signal> session = new ArrayList<>(history);
        session.addAll(List.of(Signal.STREAMING_OFF, Signal.STREAMING_ON, Signal.HOSTING_UP, Signal.HOSTING_DOWN));
        session.addAll(meanwhile);
        boolean isBack = stopperAfter(session).host() != EdgeTriggeredStopper.Host.DOWN;
        cover("the host is back", isBack, 20);
        cover("the host is gone", !isBack, 20);

        Transition step = stopperAfter(session).on(Signal.STOP_WITHDRAWN);
        assertThat(step.decision()).isEqualTo(isBack ? Decision.NONE : Decision.STOP);
        Transition nextFall = step.next().on(Signal.HOSTING_DOWN);
        assertThat(nextFall.decision()).isEqualTo(isBack ? Decision.STOP : Decision.NONE);
        assertThat(nextFall.next()).hasToString("DOWN/STOPPING");
    }

    @Property
    @Tag("P7")
    void repeatingALevelChangesNothing(@ForAll("any") List<Signal> history) {
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        for (Signal signal : history) {
            stopper = stopper.on(signal).next();
            if (LEVELS.contains(signal)) {
                assertThat(stopper.on(signal)).isEqualTo(new Transition(stopper, Decision.NONE));
            }
        }
    }

    @Property
    void byteKeepsTheStopperAtAnyPoint(@ForAll("any") List<Signal> history) {
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        for (Signal signal : history) {
            stopper = stopper.on(signal).next();
            assertThat(EdgeTriggeredStopper.fromByte(stopper.toByte())).isSameAs(stopper);
        }
    }

    private static void cover(String what, boolean seen, double atLeastPercent) {
        Statistics.label(what)
                .collect(seen)
                .coverage(coverage -> coverage.check(true).percentage(share -> share >= atLeastPercent));
    }

    private static List<Decision> decisions(List<Signal> history) {
        List<Decision> decisions = new ArrayList<>();
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        for (Signal signal : history) {
            Transition step = stopper.on(signal);
            decisions.add(step.decision());
            stopper = step.next();
        }
        return decisions;
    }

    private static EdgeTriggeredStopper stopperAfter(List<Signal> history) {
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        for (Signal signal : history) {
            stopper = stopper.on(signal).next();
        }
        return stopper;
    }

    private static List<Integer> stops(List<Signal> history) {
        List<Integer> stops = new ArrayList<>();
        List<Decision> decisions = decisions(history);
        for (int i = 0; i < decisions.size(); i++) {
            if (decisions.get(i) == Decision.STOP) {
                stops.add(i);
            }
        }
        return stops;
    }

    @Provide
    Arbitrary<List<Signal>> any() {
        return Histories.any();
    }

    @Provide
    Arbitrary<List<Signal>> beforeTheFirstUp() {
        return Histories.beforeTheFirstUp();
    }

    @Provide
    Arbitrary<List<Signal>> healed() {
        return Histories.healed();
    }

    @Provide
    Arbitrary<List<Signal>> whileSuspected() {
        return Histories.whileSuspected();
    }

    @Provide
    Arbitrary<List<Signal>> whileStopping() {
        return Histories.whileStopping();
    }
}
