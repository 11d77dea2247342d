package io.github.streamlifecycle.livekit.presence;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.presence.PublisherSignal.Sampled;
import io.github.streamlifecycle.livekit.presence.PublisherSignal.StateChanged;
import io.github.streamlifecycle.livekit.presence.TransportSample.Checks;
import io.github.streamlifecycle.livekit.presence.TransportSample.Packets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** States and statistics joined: the whole table, every state of a connection by all that statistics can say. */
class PublisherViewTest {
    private static final DropDetector NOTHING = DropDetector.with(DropThresholds.ofDefaults());
    private static final DropDetector HEALTHY = NOTHING.on(sample(0, 10, DtlsState.CONNECTED));
    private static final DropDetector SILENT = silent();
    private static final DropDetector OVER = HEALTHY.on(sample(200, 11, DtlsState.CLOSED));

    private static TransportSample sample(long at, long received, DtlsState dtls) {
        return new TransportSample(at, new Packets(received, at, 0), new Checks(1, 1, 1), dtls);
    }

    private static DropDetector silent() {
        DropDetector detector = HEALTHY;
        for (int at = 200; at <= 2_000; at += 200) {
            detector = detector.on(sample(at, 10, DtlsState.CONNECTED));
        }
        return detector;
    }

    /** What the states say, then the presence by what the statistics say: nothing, UP, SUSPECT by silence and by DTLS. */
    private static final Object[][] TABLE = {
        {null, null, null, SUSPECT, SUSPECT},
        {UP, null, UP, SUSPECT, SUSPECT},
        {SUSPECT, SUSPECT, SUSPECT, SUSPECT, SUSPECT},
        {DOWN, DOWN, DOWN, DOWN, DOWN},
    };

    private static Object[] row(Optional<Presence> states) {
        return Arrays.stream(TABLE)
                .filter(row -> row[0] == states.orElse(null))
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    List<DynamicTest> everyStateByAllThatStatisticsSay() {
        List<DropDetector> columns = List.of(NOTHING, HEALTHY, SILENT, OVER);
        List<DynamicTest> tests = new ArrayList<>();
        for (ConnectionState connection : ConnectionState.values()) {
            for (IceConnectionState ice : IceConnectionState.values()) {
                PublisherState state = new PublisherState(connection, ice);
                for (int column = 0; column < columns.size(); column++) {
                    PublisherView view = new PublisherView(state, columns.get(column));
                    Object expected = row(state.presence())[1 + column];
                    tests.add(DynamicTest.dynamicTest(
                            state + " and column " + column,
                            () -> assertThat(view.presence().orElse(null)).isEqualTo(expected)));
                }
            }
        }
        return tests;
    }

    @Test
    void columnsAreWhatTheyAreCalled() {
        assertThat(NOTHING.presence()).isEmpty();
        assertThat(HEALTHY.presence()).contains(UP);
        assertThat(SILENT.presence()).contains(SUSPECT);
        assertThat(OVER.presence()).contains(SUSPECT);
    }

    @Test
    void signalsAreTakenInOneByOne() {
        PublisherView view = PublisherView.with(DropThresholds.ofDefaults());
        assertThat(view.presence()).isEmpty();
        PublisherState connected = new PublisherState(ConnectionState.CONNECTED, IceConnectionState.COMPLETED);
        view = view.on(new StateChanged(connected));
        assertThat(view.presence()).as("statistics have not agreed yet").isEmpty();
        view = view.on(new Sampled(sample(0, 10, DtlsState.CONNECTED)));
        assertThat(view.presence()).contains(UP);
        assertThat(view.isOver()).isFalse();
        assertThat(view.on(new StateChanged(connected.with(IceConnectionState.DISCONNECTED)))
                        .presence())
                .contains(SUSPECT);
    }

    @Test
    void closedConnectionIsOverAndItsHostSuspected() {
        PublisherState connected = new PublisherState(ConnectionState.CONNECTED, IceConnectionState.CONNECTED);
        PublisherView view = new PublisherView(connected, OVER);
        assertThat(view.isOver()).isTrue();
        assertThat(view.presence()).contains(SUSPECT);
        assertThat(new PublisherView(connected.with(ConnectionState.FAILED), HEALTHY).isOver())
                .isTrue();
    }
}
