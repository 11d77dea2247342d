/**
 * The egress that can be started, as values over LiveKit's own messages: their sources, outputs and options.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.egress.EgressRequest} first, then
 * {@link io.github.streamlifecycle.livekit.egress.RoomCompositeEgress}, the most common source, and
 * {@link io.github.streamlifecycle.livekit.egress.EgressOutput}. Nothing here calls a server.
 */
@NullMarked
package io.github.streamlifecycle.livekit.egress;

import org.jspecify.annotations.NullMarked;
