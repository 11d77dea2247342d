package io.github.streamlifecycle.livekit.presence;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * What is known of a publisher by the states of its peer connection and by its statistics. A value: {@link #on} gives
 * the next one.
 *
 * <table>
 *   <caption>Presence by states (rows) and statistics (columns)</caption>
 *   <tr><th><th>say nothing<th>UP<th>SUSPECT
 *   <tr><th>say nothing<td>-<td>-<td>SUSPECT
 *   <tr><th>UP<td>-<td>UP<td>SUSPECT
 *   <tr><th>SUSPECT<td>SUSPECT<td>SUSPECT<td>SUSPECT
 *   <tr><th>DOWN<td>DOWN<td>DOWN<td>DOWN
 * </table>
 *
 * <p>SUSPECT is enough from either, UP needs both, and only states are ever definite.
 *
 * @param state what the connection's states are
 * @param transport what its statistics were
 * @since 0.1.0
 */
public record PublisherView(PublisherState state, DropDetector transport) {
    /** By states (nothing, UP, SUSPECT, DOWN), then by statistics (nothing, UP, SUSPECT). */
    private static final @Nullable Presence[][] FUSION = {
        {null, null, SUSPECT}, {null, UP, SUSPECT}, {SUSPECT, SUSPECT, SUSPECT}, {DOWN, DOWN, DOWN}
    };

    /**
     * A connection of which nothing is known yet.
     *
     * @param thresholds from when on its statistics are suspicious
     * @return the initial view
     */
    public static PublisherView with(DropThresholds thresholds) {
        return new PublisherView(PublisherState.NEW, DropDetector.with(thresholds));
    }

    /**
     * The presence of a publisher, as its connection signals it.
     *
     * @param signals what the connection says of itself
     * @param thresholds from when on its statistics are suspicious
     * @return the view after each signal
     */
    public static Flowable<PublisherView> of(Publisher<PublisherSignal> signals, DropThresholds thresholds) {
        return Flowable.fromPublisher(signals).scan(with(thresholds), PublisherView::on);
    }

    /**
     * Takes a signal in.
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
     * What it means for the host.
     *
     * @return the presence; empty while it cannot be told
     */
    public Optional<Presence> presence() {
        return Optional.ofNullable(FUSION[index(state.presence())][index(transport.presence())]);
    }

    /**
     * Whether this connection is over for good. Its host may still be back with another one.
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
