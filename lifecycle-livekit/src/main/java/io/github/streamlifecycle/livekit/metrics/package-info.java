/**
 * The library's meters for Micrometer, an optional dependency that nothing else here needs.
 *
 * <p>{@link io.github.streamlifecycle.livekit.metrics.GuardMetrics} is its only public type.
 */
@NullMarked
package io.github.streamlifecycle.livekit.metrics;

import org.jspecify.annotations.NullMarked;
