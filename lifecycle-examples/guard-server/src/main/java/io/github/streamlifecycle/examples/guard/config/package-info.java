/**
 * The configuration of guard-server: environment variables in, a value out.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.guard.config.GuardConfig} first.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard.config;

import org.jspecify.annotations.NullMarked;
