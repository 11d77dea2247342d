package io.github.streamlifecycle.livekit.events;

/**
 * An event of one of the streams that a {@link io.github.streamlifecycle.livekit.LiveKit} guards.
 *
 * @param room the stream's room
 * @param event the event
 * @since 0.1.0
 */
public record GuardEvent(String room, StreamEvent event) {}
