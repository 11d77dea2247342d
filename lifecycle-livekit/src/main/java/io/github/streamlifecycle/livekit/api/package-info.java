/**
 * The calls to a LiveKit server: what they are, how they are sent, and what their errors mean.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.api.ServerApi} first.
 */
@NullMarked
package io.github.streamlifecycle.livekit.api;

import org.jspecify.annotations.NullMarked;
