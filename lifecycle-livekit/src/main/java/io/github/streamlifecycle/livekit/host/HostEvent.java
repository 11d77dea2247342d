package io.github.streamlifecycle.livekit.host;

/**
 * Something that a {@link ReturningHost} does or finds on its way back.
 *
 * @since 0.1.0
 */
public sealed interface HostEvent {
    /** It looks for a new way for the connection it has. */
    record RestartingIce() implements HostEvent {}

    /**
     * It makes another connection.
     *
     * @param attempt the first after a drop is 1
     */
    record Connecting(int attempt) implements HostEvent {}

    /**
     * That did not work.
     *
     * @param cause why
     */
    record Failed(Throwable cause) implements HostEvent {}

    /** It publishes again. */
    record Returned() implements HostEvent {}

    /** Somebody else publishes as this host, which therefore stays away. */
    record TakenOver() implements HostEvent {}

    /** It has left, or whoever had taken it over has. */
    record Gone() implements HostEvent {}
}
