/**
 * The guards of rooms, as they are, in a simulated world: LiveKit, hosts, networks and processes that fail, by a seed.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.rooms.simulation.Session} first, one life of a room;
 * {@code docs/simulation.md} says what is simulated and what must hold.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server.rooms.simulation;

import org.jspecify.annotations.NullMarked;
