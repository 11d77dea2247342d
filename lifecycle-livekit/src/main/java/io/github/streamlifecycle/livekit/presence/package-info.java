/**
 * Where host presence comes from, as pure mappings from what a source says to UP, SUSPECT or DOWN.
 *
 * <p>{@link io.github.streamlifecycle.livekit.presence.PublisherState} is what the publisher's own peer connection says,
 * in the terms of the W3C's WebRTC recommendation, and {@link io.github.streamlifecycle.livekit.presence.DropDetector} is
 * what its statistics say, seconds earlier; a binding to a WebRTC library feeds both.
 */
@NullMarked
package io.github.streamlifecycle.livekit.presence;

import org.jspecify.annotations.NullMarked;
