/**
 * What a participant that watches a room can tell from the packets it receives: pure values, with time as an argument.
 *
 * <p>This is the expert layer under {@code MediaWatch} of {@code .webrtc}. Read {@link
 * io.github.streamlifecycle.livekit.media.RoomMedia} first: it takes in how many packets each {@link
 * io.github.streamlifecycle.livekit.media.WatchedTrack} has brought, and says whose media flow, and whose have stopped.
 */
@NullMarked
package io.github.streamlifecycle.livekit.media;

import org.jspecify.annotations.NullMarked;
