/**
 * Presence of a host from its own connection: pure values, with time as an argument, that know no IO, thread or clock.
 *
 * <p>This is the expert layer: an application needs none of it, since {@code PeerConnectionPresence} and {@code WhipClient}
 * use it already. It is for those who bind another WebRTC library, record what a connection signals, or tune the
 * thresholds.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.presence.PublisherView} first: it takes in {@link
 * io.github.streamlifecycle.livekit.presence.PublisherSignal}s and joins the states of a publisher's peer connection
 * ({@link io.github.streamlifecycle.livekit.presence.PublisherState}, in the W3C's terms) with its statistics ({@link
 * io.github.streamlifecycle.livekit.presence.DropDetector}), which show a drop seconds earlier.
 */
@NullMarked
package io.github.streamlifecycle.livekit.presence;

import org.jspecify.annotations.NullMarked;
