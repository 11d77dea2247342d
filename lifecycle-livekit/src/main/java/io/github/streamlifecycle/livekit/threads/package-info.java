/**
 * The library's own daemon threads for other people's code, and bounded waits.
 *
 * <p>Not part of the API. Read {@link io.github.streamlifecycle.livekit.threads.Delivery} first. Timers are those of
 * {@link io.github.streamlifecycle.core.rx.AutoStop#defaultScheduler()}.
 */
@NullMarked
package io.github.streamlifecycle.livekit.threads;

import org.jspecify.annotations.NullMarked;
