package io.github.streamlifecycle.core;

import static io.github.streamlifecycle.core.Signal.GRACE_ELAPSED;
import static io.github.streamlifecycle.core.Signal.HOSTING_DOWN;
import static io.github.streamlifecycle.core.Signal.HOSTING_SUSPECT;
import static io.github.streamlifecycle.core.Signal.HOSTING_UP;
import static io.github.streamlifecycle.core.Signal.STOP_FAILED;
import static io.github.streamlifecycle.core.Signal.STOP_WITHDRAWN;
import static io.github.streamlifecycle.core.Signal.STREAMING_OFF;
import static io.github.streamlifecycle.core.Signal.STREAMING_ON;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generators of long random histories of signals, with the shapes that are easy to get wrong. */
final class Histories {
    private static final int LONGEST = 200;

    private Histories() {}

    /** Any history: loose, in bursts, with no host at first, or with streaming toggled between any two signals. */
    static Arbitrary<List<Signal>> any() {
        return Arbitraries.oneOf(
                loose(), bursts(), toggled(), beforeTheFirstUp().flatMap(Histories::followedByAny));
    }

    /** Histories in which the host is never up. */
    static Arbitrary<List<Signal>> beforeTheFirstUp() {
        return Arbitraries.of(Signal.class)
                .filter(signal -> signal != HOSTING_UP)
                .list()
                .ofMaxSize(LONGEST);
    }

    /** Histories in which every suspicion recovers in time and no other drop comes; late timers do. */
    static Arbitrary<List<Signal>> healed() {
        return Arbitraries.of(
                        List.of(HOSTING_UP),
                        List.of(HOSTING_SUSPECT, HOSTING_UP),
                        List.of(HOSTING_SUSPECT, STREAMING_ON, HOSTING_SUSPECT, HOSTING_UP, GRACE_ELAPSED),
                        List.of(HOSTING_SUSPECT, STREAMING_OFF, STREAMING_ON, HOSTING_UP),
                        List.of(GRACE_ELAPSED),
                        List.of(STREAMING_ON),
                        List.of(STREAMING_OFF),
                        List.of(STOP_FAILED),
                        List.of(STOP_WITHDRAWN))
                .list()
                .ofMaxSize(LONGEST / 2)
                .map(Histories::flat)
                .map(Histories::endingUp);
    }

    /** Signals that may come between a suspicion and the end of its grace period without deciding anything. */
    static Arbitrary<List<Signal>> whileSuspected() {
        return Arbitraries.of(HOSTING_SUSPECT, STREAMING_ON, STOP_FAILED, STOP_WITHDRAWN)
                .list()
                .ofMaxSize(10);
    }

    /** Signals that may come between a stop's decision and its end. */
    static Arbitrary<List<Signal>> whileStopping() {
        return Arbitraries.of(HOSTING_UP, HOSTING_SUSPECT, HOSTING_DOWN, GRACE_ELAPSED, STREAMING_ON)
                .list()
                .ofMaxSize(10);
    }

    private static Arbitrary<List<Signal>> loose() {
        return Arbitraries.frequency(
                        Tuple.of(3, HOSTING_UP),
                        Tuple.of(2, HOSTING_SUSPECT),
                        Tuple.of(2, HOSTING_DOWN),
                        Tuple.of(1, GRACE_ELAPSED),
                        Tuple.of(3, STREAMING_ON),
                        Tuple.of(1, STREAMING_OFF),
                        Tuple.of(1, STOP_FAILED),
                        Tuple.of(1, STOP_WITHDRAWN))
                .list()
                .ofMaxSize(LONGEST);
    }

    private static Arbitrary<List<Signal>> bursts() {
        Arbitrary<List<Signal>> burst = Combinators.combine(
                        Arbitraries.of(Signal.class), Arbitraries.integers().between(1, 20))
                .as((signal, times) -> Collections.nCopies(times, signal));
        return burst.list().ofMaxSize(LONGEST / 10).map(Histories::flat);
    }

    /** Histories in which streaming changes between any two signals of the host. */
    private static Arbitrary<List<Signal>> toggled() {
        Arbitrary<Signal> host = Arbitraries.of(HOSTING_UP, HOSTING_UP, HOSTING_SUSPECT, HOSTING_DOWN, GRACE_ELAPSED);
        return host.list().ofMaxSize(LONGEST / 2).map(signals -> {
            List<Signal> history = new ArrayList<>();
            for (Signal signal : signals) {
                history.add(history.size() % 4 == 0 ? STREAMING_ON : STREAMING_OFF);
                history.add(signal);
            }
            return history;
        });
    }

    private static Arbitrary<List<Signal>> followedByAny(List<Signal> first) {
        return loose().map(second -> flat(List.of(first, second)));
    }

    private static List<Signal> endingUp(List<Signal> history) {
        List<Signal> ending = new ArrayList<>(history);
        ending.add(HOSTING_UP);
        return ending;
    }

    private static List<Signal> flat(List<List<Signal>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
