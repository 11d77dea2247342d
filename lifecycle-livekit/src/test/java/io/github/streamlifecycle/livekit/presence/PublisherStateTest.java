package io.github.streamlifecycle.livekit.presence;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PublisherStateTest {
    /** By ICE state, in the order of the enum: NEW CHECKING CONNECTED COMPLETED DISCONNECTED FAILED CLOSED. */
    private static final Map<ConnectionState, List<Optional<Presence>>> TABLE = new EnumMap<>(Map.of(
            ConnectionState.NEW, row(null, null, null, null, SUSPECT, DOWN, DOWN),
            ConnectionState.CONNECTING, row(null, null, null, null, SUSPECT, DOWN, DOWN),
            ConnectionState.CONNECTED, row(null, null, UP, UP, SUSPECT, DOWN, DOWN),
            ConnectionState.DISCONNECTED, row(SUSPECT, SUSPECT, SUSPECT, SUSPECT, SUSPECT, DOWN, DOWN),
            ConnectionState.FAILED, row(DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, DOWN),
            ConnectionState.CLOSED, row(DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, DOWN)));

    private static List<Optional<Presence>> row(Presence... presences) {
        return Arrays.stream(presences).map(Optional::ofNullable).toList();
    }

    @TestFactory
    List<DynamicTest> everyPairOfStatesMeansWhatTheTableSays() {
        IceConnectionState[] ices = IceConnectionState.values();
        return TABLE.entrySet().stream()
                .flatMap(row -> IntStream.range(0, ices.length)
                        .mapToObj(i -> new PublisherState(row.getKey(), ices[i]))
                        .map(state -> DynamicTest.dynamicTest(
                                state.toString(),
                                () -> assertThat(state.presence())
                                        .isEqualTo(
                                                row.getValue().get(List.of(ices).indexOf(state.ice()))))))
                .toList();
    }

    @Test
    void tableIsComplete() {
        assertThat(TABLE).hasSize(ConnectionState.values().length);
        assertThat(TABLE.values()).allSatisfy(row -> assertThat(row).hasSize(IceConnectionState.values().length));
    }

    @Test
    void newConnectionSaysNothing() {
        assertThat(PublisherState.NEW.presence()).isEmpty();
    }

    @Test
    void gracefulCloseOfThePeerShowsInIceFirst() {
        PublisherState up = PublisherState.NEW.with(ConnectionState.CONNECTED).with(IceConnectionState.CONNECTED);
        assertThat(up.presence()).contains(UP);
        assertThat(up.with(IceConnectionState.DISCONNECTED).presence()).contains(SUSPECT);
    }
}
