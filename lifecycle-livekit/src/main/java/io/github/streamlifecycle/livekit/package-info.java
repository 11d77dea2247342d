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
 * <p>Where host presence comes from is in {@code .presence} (the mapping) and {@code .webrtc} (webrtc-java, an optional
 * dependency). {@code .metrics} binds the guards to Micrometer, an optional dependency too. {@code .testkit}, an artifact
 * of its own, is a LiveKit to test against.
 */
@NullMarked
package io.github.streamlifecycle.livekit;

import org.jspecify.annotations.NullMarked;
