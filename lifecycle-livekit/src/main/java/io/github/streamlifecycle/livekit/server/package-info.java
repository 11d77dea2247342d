/** Rooms as a backend sees them. */
@NullMarked
package io.github.streamlifecycle.livekit.server;

import org.jspecify.annotations.NullMarked;
