/**
 * The guard of one room as a value: what happened goes in, what is to be done comes out; without IO, threads or a clock.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.guard.RoomGuard} first: it takes in {@link
 * io.github.streamlifecycle.livekit.server.guard.RoomEvent}s and asks for {@link
 * io.github.streamlifecycle.livekit.server.guard.Effect}s. An application needs none of it, since {@code RoomGuards} runs one
 * for each room; it is for those who run guards on an engine of their own.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server.guard;

import org.jspecify.annotations.NullMarked;
