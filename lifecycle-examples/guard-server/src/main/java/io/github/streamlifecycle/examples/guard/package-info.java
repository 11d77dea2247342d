/**
 * A server that guards every egress of a LiveKit deployment, as a program that a team deploys as it is.
 *
 * <p>Read {@code Main} first, then {@code .config} for what can be set and {@code .server} for what is started.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard;

import org.jspecify.annotations.NullMarked;
