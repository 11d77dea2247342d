/**
 * A UDP relay between a host and its server that can be cut, lossy and late, without root and on every OS.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.network.UdpRelay} first.
 */
@NullMarked
package io.github.streamlifecycle.examples.network;

import org.jspecify.annotations.NullMarked;
