/**
 * The leases by which hosts say once a second that they still publish.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.lease.LeaseReceiver} first: a function of bytes, for any web framework.
 * {@link io.github.streamlifecycle.livekit.server.lease.LeaseReply} is what it answers over HTTP, and a {@link
 * io.github.streamlifecycle.livekit.server.lease.LeaseConnection} is the same over a WebSocket.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server.lease;

import org.jspecify.annotations.NullMarked;
