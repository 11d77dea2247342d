/**
 * Where host presence comes from: pure mappings from what a source says to UP, SUSPECT or DOWN, and a host that returns.
 *
 * <p>{@link io.github.streamlifecycle.livekit.presence.PublisherState} is what the publisher's own peer connection says,
 * in the terms of the W3C's WebRTC recommendation, {@link io.github.streamlifecycle.livekit.presence.DropDetector} is what
 * its statistics say, seconds earlier, and {@link io.github.streamlifecycle.livekit.presence.PublisherView} joins the two;
 * a binding to a WebRTC library feeds it {@link io.github.streamlifecycle.livekit.presence.PublisherSignal}s.
 *
 * <p>{@link io.github.streamlifecycle.livekit.host.ReturningHost} is a host that publishes over one connection after
 * the other, and so has one presence whatever becomes of each.
 */
@NullMarked
package io.github.streamlifecycle.livekit.presence;

import org.jspecify.annotations.NullMarked;
