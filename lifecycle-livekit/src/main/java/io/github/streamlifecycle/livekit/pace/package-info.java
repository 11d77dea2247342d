/**
 * The pace at which something is tried again. Not part of the API.
 *
 * <p>{@link io.github.streamlifecycle.livekit.pace.Backoff} is all there is.
 */
@NullMarked
package io.github.streamlifecycle.livekit.pace;

import org.jspecify.annotations.NullMarked;
