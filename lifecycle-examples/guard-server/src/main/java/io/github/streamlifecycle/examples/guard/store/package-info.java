/**
 * The memory of guard-server over restarts, in a file.
 *
 * <p>{@link io.github.streamlifecycle.examples.guard.store.FileGuardStore} is its only public type.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard.store;

import org.jspecify.annotations.NullMarked;
