package io.github.streamlifecycle.livekit;

/**
 * Something that happened to one of the streams that a {@link LiveKit} guards.
 *
 * @param room the stream's room
 * @param event what happened
 * @since 0.1.0
 */
public record GuardEvent(String room, StreamEvent event) {}
