package io.github.streamlifecycle.livekit.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.EdgeTriggeredStopper.Host;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.livekit.room.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTablesTest {
    /** The level of the host after the signals of a level, for NEVER, UP, SUSPECT and DOWN. */
    private static List<Host> after(Level level) {
        return Stream.of(Host.values())
                .map(before -> {
                    EdgeTriggeredStopper machine = machine(before);
                    for (Signal signal : level.signals(before)) {
                        machine = machine.on(signal).next();
                    }
                    return machine.host();
                })
                .toList();
    }

    private static EdgeTriggeredStopper machine(Host host) {
        List<Signal> way = switch (host) {
            case NEVER -> List.of();
            case UP -> List.of(Signal.HOSTING_UP);
            case SUSPECT -> List.of(Signal.HOSTING_UP, Signal.HOSTING_SUSPECT);
            case DOWN -> List.of(Signal.HOSTING_UP, Signal.HOSTING_DOWN);
        };
        EdgeTriggeredStopper machine = EdgeTriggeredStopper.initial();
        for (Signal signal : way) {
            machine = machine.on(signal).next();
        }
        return machine;
    }

    @ParameterizedTest
    @EnumSource
    void everyLevelLeadsTheMachineWhereItShould(Level level) {
        assertThat(after(level))
                .isEqualTo(
                        switch (level) {
                            case UNKNOWN -> List.of(Host.NEVER, Host.UP, Host.UP, Host.DOWN);
                            case THERE -> List.of(Host.UP, Host.UP, Host.UP, Host.UP);
                            case DOUBTFUL -> List.of(Host.SUSPECT, Host.SUSPECT, Host.SUSPECT, Host.DOWN);
                            case FALLEN, ORPHANED -> List.of(Host.DOWN, Host.DOWN, Host.DOWN, Host.DOWN);
                        });
    }

    @Test
    void onlyAnOrphanMakesAnEdgeOfAHostThatIsDown() {
        assertThat(Level.values())
                .filteredOn(level -> level.signals(Host.DOWN).contains(Signal.HOSTING_DOWN))
                .containsExactly(Level.ORPHANED);
    }

    @Test
    void everyReasonIsADropOrSpeaksForTheHost() {
        Set<Reason> forTheHost = EnumSet.of(
                Reason.NOTHING_KNOWN,
                Reason.RULE_FAILED,
                Reason.CONNECTED,
                Reason.PUBLISHES,
                Reason.JOINED_AGAIN,
                Reason.MEDIA_FLOWS,
                Reason.LEASE_RENEWED);
        assertThat(Arrays.stream(Reason.values())
                        .filter(reason -> Drop.of(reason).isEmpty()))
                .containsExactlyInAnyOrderElementsOf(forTheHost);
        assertThat(Arrays.stream(Reason.values())
                        .flatMap(reason -> Drop.of(reason).stream())
                        .collect(Collectors.toSet()))
                .allMatch(Drop::hasGrace)
                .hasSize(4);
    }
}
