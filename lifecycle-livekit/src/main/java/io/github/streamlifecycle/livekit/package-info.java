/**
 * The guard of one LiveKit egress, which is stopped as soon as its host's publish falls.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.LiveKit} first, the door:
 *
 * <pre>{@code
 * try (var livekit = LiveKit.connect(url, apiKey, apiSecret);
 *         var stream = livekit.guard("my-room", presence)
 *                 .grace(Duration.ofSeconds(5))
 *                 .start(RoomCompositeEgress.grid().toRtmp("rtmps://..."))) {
 *     stream.outcome().subscribe(outcome -> ...);
 *     ...
 * }
 * }</pre>
 *
 * <p>A {@link io.github.streamlifecycle.livekit.GuardedStream} is one streaming session: it stops what runs in the room,
 * starts its egress, watches host and egress, stops the egress at most once and has exactly one
 * {@link io.github.streamlifecycle.livekit.events.Outcome}. {@link io.github.streamlifecycle.livekit.EgressControl} is what it
 * uses to talk to the server, for callers that need no guard.
 *
 * <p>What can be started is an {@link io.github.streamlifecycle.livekit.egress.EgressSource} sent to one or more
 * {@link io.github.streamlifecycle.livekit.egress.EgressOutput}s, or a {@link io.github.streamlifecycle.livekit.egress.TrackEgress} as it is.
 *
 * <p>The packages below it:
 *
 * <ul>
 *   <li>{@code .egress} is what can be started, {@code .api} the calls to a server, {@code .stop} one confirmed stop, and
 *       {@code .events} what is told of guarded streams.
 *   <li>{@code .presence} is a host's presence from its own connection, {@code .room} from what others observe of its
 *       room, {@code .media} from its packets: pure values all three. {@code .host} is a host that comes back by itself.
 *   <li>{@code .server} learns of a room at a backend, by webhooks and leases. {@code .webrtc} binds webrtc-java, and
 *       {@code .metrics} Micrometer, both optional dependencies.
 *   <li>{@code .testkit}, an artifact of its own, is a LiveKit to test against.
 *   <li>{@code .calls}, {@code .start}, {@code .checks} and {@code .threads} are not part of the API.
 * </ul>
 */
@NullMarked
package io.github.streamlifecycle.livekit;

import org.jspecify.annotations.NullMarked;
