/**
 * The RxJava 3 shell around the machine of {@code io.github.streamlifecycle.core}: it takes feeds, carries out stops and
 * emits receipts.
 *
 * <p>Start with {@link io.github.streamlifecycle.core.rx.AutoStop}. It runs one loop per subscription: the level of a
 * feed becomes a {@link io.github.streamlifecycle.core.Signal}, the machine decides, and the shell waits for the grace
 * period or subscribes to the stop action. A stop that failed or was withdrawn is reported to the machine, which is then
 * armed again. The result of each stop is a {@link io.github.streamlifecycle.core.rx.Receipt}, and its cause a
 * {@link io.github.streamlifecycle.core.rx.StopReason}. An action that may give a stop up receives a
 * {@link io.github.streamlifecycle.core.rx.PendingStop}.
 */
@NullMarked
package io.github.streamlifecycle.core.rx;

import org.jspecify.annotations.NullMarked;
