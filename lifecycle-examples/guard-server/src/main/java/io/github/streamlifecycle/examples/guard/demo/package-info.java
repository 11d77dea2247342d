/**
 * The demonstration that {@code --demo} runs: a host is killed in the middle of its show, and its egress is stopped.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.guard.demo.Demo} first; {@code DemoLiveKit} and {@code DemoHost} run in
 * processes of their own.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard.demo;

import org.jspecify.annotations.NullMarked;
