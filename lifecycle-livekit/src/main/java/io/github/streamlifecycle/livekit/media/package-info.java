/**
 * The signs of a host's drop in the packets that a watcher in the room receives: pure values, with time as an argument.
 *
 * <p>This is the expert layer under {@code MediaWatch} of {@code .webrtc}. Read
 * {@link io.github.streamlifecycle.livekit.media.RoomMedia} first: it takes the packet counts of each
 * {@link io.github.streamlifecycle.livekit.media.WatchedTrack} and tells hosts whose media flow from those whose media
 * have stopped.
 */
@NullMarked
package io.github.streamlifecycle.livekit.media;

import org.jspecify.annotations.NullMarked;
