/**
 * The room from the server's side: where a backend learns whether a room's host publishes.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.WebhookReceiver} first: it takes what LiveKit itself tells, 16 to
 * 22 s after a drop, and needs nothing at the host.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server;

import org.jspecify.annotations.NullMarked;
