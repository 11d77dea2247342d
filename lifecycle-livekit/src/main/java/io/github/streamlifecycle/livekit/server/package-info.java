/**
 * The room from the server's side, as far as all of its sources share it: keys, tokens and LiveKit's messages.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.server.ApiKeys} first, with which a backend verifies what it receives. Its sources
 * are in {@code .server.webhook}, which takes what LiveKit itself tells, 16 to 22 s after a drop, and needs nothing at the
 * host; and in {@code .server.lease}, which takes what a host says of itself once a second, and sees it fall silent after
 * 2.5 s. A {@link io.github.streamlifecycle.livekit.server.RoomWatch} looks at the room's media from inside.
 *
 * <p>{@code SignedToken} is public only for those two packages and is not part of the API.
 */
@NullMarked
package io.github.streamlifecycle.livekit.server;

import org.jspecify.annotations.NullMarked;
