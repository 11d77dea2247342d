package io.github.streamlifecycle.livekit.host;

/**
 * A step of a {@link ReturningHost} on its way back.
 *
 * @since 0.1.0
 */
public sealed interface HostEvent {
    /** The host looks for a new network path for its connection. */
    record RestartingIce() implements HostEvent {}

    /**
     * The host makes another connection.
     *
     * @param attempt the number of the attempt since the drop; the first is 1
     */
    record Connecting(int attempt) implements HostEvent {}

    /**
     * A step failed; the host goes on trying.
     *
     * @param cause the reason
     */
    record Failed(Throwable cause) implements HostEvent {}

    /** The host publishes again. */
    record Returned() implements HostEvent {}

    /** Another device publishes as this host, which therefore stays away. */
    record TakenOver() implements HostEvent {}

    /** The host has left, or the device that had replaced it has. */
    record Gone() implements HostEvent {}
}
