/**
 * Programs that use streaming-lifecycle. {@link io.github.streamlifecycle.examples.HostClient} is a whole host: it
 * publishes a test picture over WebRTC, guards its egress, and can cut its own network to show what happens then.
 */
@NullMarked
package io.github.streamlifecycle.examples;

import org.jspecify.annotations.NullMarked;
