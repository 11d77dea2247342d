/**
 * A host that publishes over one connection after another and comes back by itself after a drop.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.host.ReturningHost} first. Its connections come from a {@link
 * io.github.streamlifecycle.livekit.host.HostConnector}; over WHIP, {@code WhipClient.keepPublishing} brings both.
 */
@NullMarked
package io.github.streamlifecycle.livekit.host;

import org.jspecify.annotations.NullMarked;
