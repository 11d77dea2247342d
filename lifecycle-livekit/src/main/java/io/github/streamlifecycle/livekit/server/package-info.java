/**
 * The room from the server's side: where a backend learns whether a room's host publishes.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.WebhookReceiver} first: it takes what LiveKit itself tells, 16 to
 * 22 s after a drop, and needs nothing at the host. {@link io.github.streamlifecycle.livekit.server.LeaseReceiver} takes what
 * a host says of itself once a second, and sees it fall silent after 2.5 s. Both are functions of bytes, for any web
 * framework, and verify with the same {@link io.github.streamlifecycle.livekit.server.ApiKeys}.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server;

import org.jspecify.annotations.NullMarked;
