/**
 * The RxJava 3 shell around the machine of {@code io.github.streamlifecycle.core}: feeds in, stops carried out,
 * receipts out.
 *
 * <p>{@link io.github.streamlifecycle.core.rx.AutoStop} is the door. It runs one loop per subscription: a feed's level
 * becomes a {@link io.github.streamlifecycle.core.Signal}, the machine decides, the shell waits for the grace period or
 * subscribes to the stop action, and reports a failed stop back to the machine, which is then armed again. How each
 * stop ended comes out as a {@link io.github.streamlifecycle.core.rx.Receipt}.
 */
@NullMarked
package io.github.streamlifecycle.core.rx;

import org.jspecify.annotations.NullMarked;
