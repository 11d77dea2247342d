/**
 * The library's meters for Micrometer, an optional dependency that nothing else here needs.
 *
 * <p>{@link io.github.streamlifecycle.livekit.metrics.GuardMetrics} has the meters of guarded streams, {@link
 * io.github.streamlifecycle.livekit.metrics.RoomMetrics} those of guarded rooms.
 */
@NullMarked
package io.github.streamlifecycle.livekit.metrics;

import org.jspecify.annotations.NullMarked;
