/**
 * Values that tell how guarded streams fare: their events, and their outcomes.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.events.Outcome} first, of which each stream has exactly one, then {@link
 * io.github.streamlifecycle.livekit.events.StreamEvent}. {@link io.github.streamlifecycle.livekit.events.GuardEvent} is an event together
 * with the room of its stream.
 */
@NullMarked
package io.github.streamlifecycle.livekit.events;

import org.jspecify.annotations.NullMarked;
