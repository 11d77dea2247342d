/**
 * The calls to a LiveKit server: what they are, how they are sent, and what their failures mean.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.api.ServerApi} first, which is the six calls, then
 * {@link io.github.streamlifecycle.livekit.api.ServerConnection}, which makes them over HTTP, and
 * {@link io.github.streamlifecycle.livekit.api.LiveKitException}, whose kind says what a failure means.
 */
@NullMarked
package io.github.streamlifecycle.livekit.api;

import org.jspecify.annotations.NullMarked;
