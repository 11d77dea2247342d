/**
 * A LiveKit to test against: real HTTP on loopback, so that the official SDK, a WHIP client and a webhook receiver run
 * unchanged, and media received by a real WebRTC peer.
 *
 * <p>{@link io.github.streamlifecycle.livekit.testkit.LiveKitDouble} is the door, and
 * {@link io.github.streamlifecycle.livekit.testkit.LiveKitExtension} the one for JUnit 5; in a process of its own it is a
 * {@link io.github.streamlifecycle.livekit.testkit.LiveKitDoubleProcess}, which can be frozen and killed. It does what
 * livekit-server 1.13.5 and egress 1.14.1 were measured to do, with their delays on a clock that can run faster, and
 * nothing else: a call it does not know is answered as the real server answers an unknown method.
 *
 * <p>All state belongs to one thread, the {@code World}'s: requests, delays and media come to it as tasks, and nothing
 * here is locked.
 */
@NullMarked
package io.github.streamlifecycle.livekit.testkit;

import org.jspecify.annotations.NullMarked;
