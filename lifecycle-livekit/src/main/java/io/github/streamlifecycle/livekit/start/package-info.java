/**
 * The start of an egress: the take-over of its room, the search for a start whose answer was lost, and adoption.
 *
 * <p>Not part of the API: its types are public only for the guard, one package up. Read {@link
 * io.github.streamlifecycle.livekit.start.TakeOver} first.
 */
@NullMarked
package io.github.streamlifecycle.livekit.start;

import org.jspecify.annotations.NullMarked;
