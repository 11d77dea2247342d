/**
 * LiveKit's webhooks: their signatures, and what they say of a room.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.webhook.WebhookReceiver} first: a function of bytes, for any web framework.
 * Its answer is a {@link io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict}.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server.webhook;

import org.jspecify.annotations.NullMarked;
