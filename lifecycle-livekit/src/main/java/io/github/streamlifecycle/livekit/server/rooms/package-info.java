/**
 * Every room of a server, guarded from a backend with no code at the host.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.rooms.RoomGuards} first; {@code LiveKit.guardRooms()} begins to
 * describe them. They run the pure guard of {@code .server.guard} for each room that has an egress, fed by webhooks, lists,
 * leases and a watch of the media. {@link io.github.streamlifecycle.livekit.server.rooms.GuardStore} is their memory over
 * restarts.
 *
 * <p>{@link io.github.streamlifecycle.livekit.server.rooms.RoomShell} is the place where they run; one of several processes may
 * have its own.
 *
 * <p>{@code RoomServer} is public only for {@code LiveKit}, which makes it, and for simulations.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server.rooms;

import org.jspecify.annotations.NullMarked;
