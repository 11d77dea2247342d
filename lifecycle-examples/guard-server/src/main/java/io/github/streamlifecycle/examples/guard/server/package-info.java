/**
 * A guard server as a whole: the guards of all rooms, what they remember, and the ports by which the world reaches them.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.guard.server.GuardServer} first.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard.server;

import org.jspecify.annotations.NullMarked;
