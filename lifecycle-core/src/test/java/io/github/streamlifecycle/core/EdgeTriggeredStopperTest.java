package io.github.streamlifecycle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine compared with a table written by hand: every state, every signal, every byte. */
class EdgeTriggeredStopperTest {
    /** {@code .} stays and does nothing; {@code +} starts the grace period, {@code -} cancels it, {@code !} stops. */
    private static final String TABLE = """
            state            HOSTING_UP   HOSTING_SUSPECT   HOSTING_DOWN   GRACE_ELAPSED  STREAMING_ON STREAMING_OFF STOP_FAILED STOP_WITHDRAWN
            NEVER/OFF        UP/OFF       .                 .              .              NEVER/ON     .             .           .
            NEVER/ON         UP/ON        .                 .              .              .            NEVER/OFF     .           .
            UP/OFF           .            SUSPECT/OFF+      DOWN/OFF       .              UP/ON        .             .           .
            UP/ON            .            SUSPECT/ON+       DOWN/STOPPING! .              .            UP/OFF        .           .
            UP/STOPPING      .            SUSPECT/STOPPING+ DOWN/STOPPING  .              .            UP/OFF        UP/ON       UP/ON
            SUSPECT/OFF      UP/OFF-      .                 DOWN/OFF-      DOWN/OFF-      SUSPECT/ON   .             .           .
            SUSPECT/ON       UP/ON-       .                 DOWN/STOPPING! DOWN/STOPPING! .            SUSPECT/OFF   .           .
            SUSPECT/STOPPING UP/STOPPING- .                 DOWN/STOPPING- DOWN/STOPPING- .            SUSPECT/OFF   SUSPECT/ON  SUSPECT/ON
            DOWN/OFF         UP/OFF       .                 .              .              DOWN/ON      .             .           .
            DOWN/ON          UP/ON        .                 .              .              .            DOWN/OFF      .           .
            DOWN/STOPPING    UP/STOPPING  .                 .              .              .            DOWN/OFF      DOWN/ON     DOWN/STOPPING!
            """;

    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry("NEVER/OFF", 0),
            Map.entry("NEVER/ON", 1),
            Map.entry("UP/OFF", 4),
            Map.entry("UP/ON", 5),
            Map.entry("UP/STOPPING", 6),
            Map.entry("SUSPECT/OFF", 8),
            Map.entry("SUSPECT/ON", 9),
            Map.entry("SUSPECT/STOPPING", 10),
            Map.entry("DOWN/OFF", 12),
            Map.entry("DOWN/ON", 13),
            Map.entry("DOWN/STOPPING", 14));

    private static final Map<Character, Decision> MARKS =
            Map.of('+', Decision.START_GRACE, '-', Decision.CANCEL_GRACE, '!', Decision.STOP);

    static List<Arguments> pairs() {
        List<List<String>> lines =
                TABLE.lines().map(line -> List.of(line.split(" +"))).toList();
        return lines.stream()
                .skip(1)
                .flatMap(line -> IntStream.range(1, line.size())
                        .mapToObj(column -> Arguments.of(
                                line.get(0), Signal.valueOf(lines.get(0).get(column)), line.get(column))))
                .toList();
    }

    @ParameterizedTest(name = "{0} on {1} goes {2}")
    @MethodSource("pairs")
    void goesWhereTheTableSays(String from, Signal signal, String cell) {
        Decision decision = MARKS.getOrDefault(cell.charAt(cell.length() - 1), Decision.NONE);
        String next = cell.equals(".") ? from : cell.replaceAll("[+!-]$", "");

        Transition step = stopper(from).on(signal);

        assertThat(step).isEqualTo(new Transition(stopper(next), decision));
        assertThat(step.next()).hasToString(next);
    }

    @Test
    void tableIsComplete() {
        assertThat(pairs()).hasSize(88).doesNotHaveDuplicates();
    }

    @Test
    void exactlyElevenStatesAreReachable() {
        Set<String> reached = new LinkedHashSet<>();
        Deque<EdgeTriggeredStopper> open = new ArrayDeque<>(List.of(EdgeTriggeredStopper.initial()));
        while (!open.isEmpty()) {
            EdgeTriggeredStopper state = open.pop();
            if (reached.add(state.toString())) {
                for (Signal signal : Signal.values()) {
                    open.push(state.on(signal).next());
                }
            }
        }
        assertThat(reached).hasSize(11).isEqualTo(BYTES.keySet());
    }

    @Test
    void everyByteIsPinned() {
        Map<String, Integer> written = new TreeMap<>();
        BYTES.keySet().forEach(state -> written.put(state, (int) stopper(state).toByte()));
        assertThat(written).isEqualTo(BYTES);
    }

    @Test
    void levelsAreTheOnesItIsNamedAfter() {
        for (String state : BYTES.keySet()) {
            EdgeTriggeredStopper stopper = stopper(state);
            assertThat(stopper.host().name() + "/" + stopper.stream().name()).isEqualTo(state);
        }
    }

    @Test
    void everyOtherByteIsRefusedByName() {
        for (int other = Byte.MIN_VALUE; other <= Byte.MAX_VALUE; other++) {
            byte state = (byte) other;
            if (!BYTES.containsValue(other)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> EdgeTriggeredStopper.fromByte(state))
                        .withMessage("not a state of an EdgeTriggeredStopper: " + other);
            }
        }
    }

    @Test
    @Tag("P1")
    void beginsWithNothingSeen() {
        assertThat(EdgeTriggeredStopper.initial()).isSameAs(stopper("NEVER/OFF"));
    }

    @Test
    void stepsAreTheSameInstances() {
        for (Arguments pair : pairs()) {
            EdgeTriggeredStopper state = stopper((String) pair.get()[0]);
            Signal signal = (Signal) pair.get()[1];
            assertThat(state.on(signal)).isSameAs(state.on(signal));
            assertThat(state.on(signal).next())
                    .isSameAs(EdgeTriggeredStopper.fromByte(
                            state.on(signal).next().toByte()));
        }
    }

    @Test
    void refusesNoSignal() {
        assertThatNullPointerException()
                .isThrownBy(() -> EdgeTriggeredStopper.initial().on(nothing()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void transitionsRefuseNull(boolean stateIsThere) {
        assertThatNullPointerException()
                .isThrownBy(() -> new Transition(
                        stateIsThere ? EdgeTriggeredStopper.initial() : nothing(),
                        stateIsThere ? nothing() : Decision.NONE))
                .withMessage(stateIsThere ? "decision" : "next");
    }

    @Test
    void presencesAreTheirSignals() {
        assertThat(Presence.values())
                .extracting(Presence::signal)
                .containsExactly(Signal.HOSTING_UP, Signal.HOSTING_SUSPECT, Signal.HOSTING_DOWN);
    }

    private static EdgeTriggeredStopper stopper(String state) {
        return EdgeTriggeredStopper.fromByte(BYTES.get(state).byteValue());
    }

    /** A null that the compiler does not see. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
