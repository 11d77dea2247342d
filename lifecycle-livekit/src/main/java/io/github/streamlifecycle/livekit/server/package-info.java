/**
 * The parts that all sources on the server's side share: API keys, tokens and the mapping of LiveKit's messages.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.ApiKeys} first, with which a backend verifies what it
 * receives. The sources are {@code .server.webhook}, which takes LiveKit's own reports, 16 to 22 s after a drop, and
 * needs nothing at the host; and {@code .server.lease}, which takes a host's report about itself once a second and
 * notices its silence after 2.5 s. A {@link io.github.streamlifecycle.livekit.server.RoomWatch} looks at the room's
 * media from inside.
 *
 * <p>{@code SignedToken} is public only for those two packages and is not part of the API.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server;

import org.jspecify.annotations.NullMarked;
