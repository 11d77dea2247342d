package io.github.streamlifecycle.livekit.server.guard;

import static io.github.streamlifecycle.core.Signal.HOSTING_DOWN;
import static io.github.streamlifecycle.core.Signal.HOSTING_SUSPECT;
import static io.github.streamlifecycle.core.Signal.HOSTING_UP;

import io.github.streamlifecycle.core.EdgeTriggeredStopper.Host;
import io.github.streamlifecycle.core.Signal;
import java.util.List;
import java.util.Map;

/**
 * What is known of an egress's host now, as far as it matters to the machine. {@link #signals} is the whole table of what
 * the machine is told.
 */
enum Level {
    /** Nobody knows: nothing is told, and a suspicion that nobody holds up any more is taken back. */
    UNKNOWN(row(List.of(), List.of(), List.of(HOSTING_UP), List.of())),
    /** It is there. */
    THERE(row(List.of(HOSTING_UP), List.of(), List.of(HOSTING_UP), List.of(HOSTING_UP))),
    /** It has dropped, and the grace period runs. A drop while the egress ran proves that it was there. */
    DOUBTFUL(row(List.of(HOSTING_UP, HOSTING_SUSPECT), List.of(HOSTING_SUSPECT), List.of(), List.of())),
    /** It has dropped, and the grace period is over. */
    FALLEN(row(List.of(HOSTING_UP, HOSTING_DOWN), List.of(HOSTING_DOWN), List.of(HOSTING_DOWN), List.of())),
    /** The egress is an orphan. That it is active proves that its host was there, which makes an edge of its absence. */
    ORPHANED(row(
            List.of(HOSTING_UP, HOSTING_DOWN),
            List.of(HOSTING_DOWN),
            List.of(HOSTING_DOWN),
            List.of(HOSTING_UP, HOSTING_DOWN)));

    @SuppressWarnings("ImmutableEnumChecker") // Map.of and List.of never change
    private final Map<Host, List<Signal>> row;

    Level(Map<Host, List<Signal>> row) {
        this.row = row;
    }

    private static Map<Host, List<Signal>> row(
            List<Signal> never, List<Signal> up, List<Signal> suspect, List<Signal> down) {
        return Map.of(Host.NEVER, never, Host.UP, up, Host.SUSPECT, suspect, Host.DOWN, down);
    }

    /** Returns what a machine has to be told whose host is at the given level. */
    List<Signal> signals(Host host) {
        return row.getOrDefault(host, List.of());
    }
}
