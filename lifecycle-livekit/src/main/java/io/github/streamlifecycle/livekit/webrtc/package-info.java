/**
 * The binding to {@code dev.onvoid.webrtc:webrtc-java}: presence of a peer connection, and a publisher over WHIP.
 *
 * <p>webrtc-java is an optional dependency: add it, and the native library of your machine by classifier, to use this
 * package.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence} first if you have a peer connection, and
 * {@link io.github.streamlifecycle.livekit.webrtc.WhipClient} if you have not: it publishes to LiveKit or any other WHIP
 * server. {@link io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc} makes the factory on a machine without audio
 * devices and screen; {@link io.github.streamlifecycle.livekit.webrtc.ReceivingPeer} is the server's end, for doubles.
 *
 * <p>webrtc-java calls its observers on one native thread, and an exception there ends the JVM. Everything in this
 * package catches every throwable and hands over to a daemon thread of its own at once; your observers are called from
 * there. Time passes on threads of this package too, never on RxJava's.
 */
@NullMarked
package io.github.streamlifecycle.livekit.webrtc;

import org.jspecify.annotations.NullMarked;
