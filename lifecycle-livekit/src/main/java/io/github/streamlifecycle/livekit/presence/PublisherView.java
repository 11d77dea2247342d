package io.github.streamlifecycle.livekit.presence;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;

import io.github.streamlifecycle.core.Presence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The presence of a publisher by the states of its peer connection and by its statistics. A value: {@link #on} returns
 * the next one. Part of the expert layer of this package.
 *
 * <table>
 *   <caption>Presence by states (rows) and statistics (columns)</caption>
 *   <tr><th><th>no sign<th>UP<th>SUSPECT
 *   <tr><th>no sign<td>-<td>-<td>SUSPECT
 *   <tr><th>UP<td>-<td>UP<td>SUSPECT
 *   <tr><th>SUSPECT<td>SUSPECT<td>SUSPECT<td>SUSPECT
 *   <tr><th>DOWN<td>DOWN<td>DOWN<td>DOWN
 * </table>
 *
 * <p>SUSPECT is enough from either, UP needs both, and only states are ever definite.
 *
 * @param state the states of the connection
 * @param transport the detector that has seen its statistics
 * @since 0.1.0
 */
public record PublisherView(PublisherState state, DropDetector transport) {
    /** By states (nothing, UP, SUSPECT, DOWN), then by statistics (nothing, UP, SUSPECT). */
    private static final @Nullable Presence[][] FUSION = {
        {null, null, SUSPECT}, {null, UP, SUSPECT}, {SUSPECT, SUSPECT, SUSPECT}, {DOWN, DOWN, DOWN}
    };

    /**
     * Returns the view of a connection of which nothing is known yet.
     *
     * @param thresholds the thresholds from which its statistics are suspicious
     * @return the initial view
     */
    public static PublisherView with(DropThresholds thresholds) {
        return new PublisherView(PublisherState.NEW, DropDetector.with(thresholds));
    }

    /**
     * Returns the view after a signal.
     *
     * @param signal the next signal
     * @return the view after it
     */
    public PublisherView on(PublisherSignal signal) {
        if (signal instanceof PublisherSignal.StateChanged changed) {
            return new PublisherView(changed.state(), transport);
        }
        return new PublisherView(state, transport.on(((PublisherSignal.Sampled) signal).sample()));
    }

    /**
     * Returns the presence of the host.
     *
     * @return the presence; empty while it cannot be told
     */
    public Optional<Presence> presence() {
        return Optional.ofNullable(FUSION[index(state.presence())][index(transport.presence())]);
    }

    /**
     * Returns whether this connection is over for good. Its host may still be back with another one.
     *
     * @return true once the states are definite or DTLS has ended
     */
    public boolean isOver() {
        return transport.isOver() || state.presence().filter(DOWN::equals).isPresent();
    }

    private static int index(Optional<Presence> said) {
        return said.map(presence -> switch (presence) {
                    case UP -> 1;
                    case SUSPECT -> 2;
                    case DOWN -> 3;
                })
                .orElse(0);
    }
}
