/**
 * The demonstrations: {@code --demo} kills a host in the middle of its show, and its egress is stopped; with {@code --browser}
 * the host is a page in a browser, for people to play with.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.guard.demo.Demo} and
 * {@link io.github.streamlifecycle.examples.guard.demo.BrowserDemo} first; {@code DemoLiveKit} and {@code DemoHost} run in
 * processes of their own.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard.demo;

import org.jspecify.annotations.NullMarked;
