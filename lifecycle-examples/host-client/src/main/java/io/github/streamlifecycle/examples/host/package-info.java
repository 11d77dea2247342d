/**
 * A host that publishes a test picture over WebRTC, guards its egress, and can cut its own network to show what happens.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.host.HostClient} first, then {@code HostSession}: the part that an
 * application of your own would have too.
 */
@NullMarked
package io.github.streamlifecycle.examples.host;

import org.jspecify.annotations.NullMarked;
