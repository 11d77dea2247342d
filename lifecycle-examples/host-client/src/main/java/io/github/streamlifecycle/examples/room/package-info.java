/**
 * A program that tells whether the host of one room publishes, from the server's side alone.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.room.RoomPresence} first. What it prints is in
 * {@code docs/figures.md}.
 */
@NullMarked
package io.github.streamlifecycle.examples.room;

import org.jspecify.annotations.NullMarked;
