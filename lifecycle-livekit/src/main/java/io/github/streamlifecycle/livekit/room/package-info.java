/**
 * Presence of a room's hosts from what others observe of them: pure values, with time as an argument.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.room.RoomView} first, which joins the {@link
 * io.github.streamlifecycle.livekit.room.Observation}s of all sources, in whatever order they come, to one answer. A {@link
 * io.github.streamlifecycle.livekit.room.HostRule} says which participants are hosts.
 */
@NullMarked
package io.github.streamlifecycle.livekit.room;

import org.jspecify.annotations.NullMarked;
