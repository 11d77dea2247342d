/**
 * The binding to {@code dev.onvoid.webrtc:webrtc-java}, an optional dependency: add it, and the native library of your
 * machine by classifier, to use this package.
 *
 * <p>{@link io.github.streamlifecycle.livekit.webrtc.WhipClient} publishes over WebRTC to LiveKit (or any WHIP server),
 * {@link io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence} tells whether a peer connection still does,
 * and {@link io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc} makes the factory on machines without audio and
 * screen.
 *
 * <p>webrtc-java calls its observers on one native thread, and an exception there ends the JVM. Everything in this
 * package catches all there is and hands over to a thread of its own at once; observers and transformations of yours
 * are called from there.
 */
@NullMarked
package io.github.streamlifecycle.livekit.webrtc;

import org.jspecify.annotations.NullMarked;
