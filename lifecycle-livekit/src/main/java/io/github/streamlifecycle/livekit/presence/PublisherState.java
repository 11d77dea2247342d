package io.github.streamlifecycle.livekit.presence;

import io.github.streamlifecycle.core.Presence;
import java.util.Objects;
import java.util.Optional;

/**
 * The states of a publisher's peer connection. A value: {@link #with} returns the next one.
 *
 * @param connection the state of the whole connection
 * @param ice the state of its ICE transport
 * @since 0.1.0
 */
public record PublisherState(ConnectionState connection, IceConnectionState ice) {
    /** A connection of which nothing is known yet. */
    public static final PublisherState NEW = new PublisherState(ConnectionState.NEW, IceConnectionState.NEW);

    /**
     * Checks the two states.
     *
     * @param connection the state of the whole connection
     * @param ice the state of its ICE transport
     * @throws NullPointerException if one of them is null
     */
    public PublisherState {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(ice, "ice");
    }

    /**
     * Returns the states after a change of the connection's.
     *
     * @param changed the new state
     * @return the next value
     */
    public PublisherState with(ConnectionState changed) {
        return new PublisherState(changed, ice);
    }

    /**
     * Returns the states after a change of ICE's.
     *
     * @param changed the new state
     * @return the next value
     */
    public PublisherState with(IceConnectionState changed) {
        return new PublisherState(connection, changed);
    }

    /**
     * Returns the presence of the host: the worse of the two states counts, and UP needs both.
     *
     * <table>
     *   <caption>Presence by state</caption>
     *   <tr><th>state<th>of the connection<th>of ICE
     *   <tr><td>NEW, CONNECTING, CHECKING<td>no sign<td>no sign
     *   <tr><td>CONNECTED, COMPLETED<td>UP<td>UP
     *   <tr><td>DISCONNECTED<td>SUSPECT<td>SUSPECT
     *   <tr><td>FAILED, CLOSED<td>DOWN<td>DOWN
     * </table>
     *
     * <p>A peer that closes gracefully shows in ICE after 10 ms and in the connection only after 7.5 s (measured), so
     * neither is enough alone. FAILED is DOWN although libwebrtc can heal it: ICE has been silent for 17 s by then, and
     * LiveKit has closed the participant.
     *
     * @return the presence; empty where the states give no sign, such as while connecting
     */
    public Optional<Presence> presence() {
        Sign worse = Sign.worse(sign(connection), sign(ice));
        return switch (worse) {
            case NOTHING -> Optional.empty();
            case UP -> Optional.of(Presence.UP);
            case SUSPECT -> Optional.of(Presence.SUSPECT);
            case DOWN -> Optional.of(Presence.DOWN);
        };
    }

    private static Sign sign(ConnectionState state) {
        return switch (state) {
            case NEW, CONNECTING -> Sign.NOTHING;
            case CONNECTED -> Sign.UP;
            case DISCONNECTED -> Sign.SUSPECT;
            case FAILED, CLOSED -> Sign.DOWN;
        };
    }

    private static Sign sign(IceConnectionState state) {
        return switch (state) {
            case NEW, CHECKING -> Sign.NOTHING;
            case CONNECTED, COMPLETED -> Sign.UP;
            case DISCONNECTED -> Sign.SUSPECT;
            case FAILED, CLOSED -> Sign.DOWN;
        };
    }

    /** The sign that one of the two states gives, the best first. */
    private enum Sign {
        UP,
        NOTHING,
        SUSPECT,
        DOWN;

        static Sign worse(Sign one, Sign other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }
}
