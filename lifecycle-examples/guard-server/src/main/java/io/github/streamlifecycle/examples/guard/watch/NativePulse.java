package io.github.streamlifecycle.examples.guard.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;

/** The pulse of webrtc-java's native threads: statistics of a connection that leads nowhere, which they have to collect. */
final class NativePulse implements Pulse {
    private final RTCPeerConnection idle;

    NativePulse(PeerConnectionFactory factory) {
        this.idle = factory.createPeerConnection(new RTCConfiguration(), candidate -> {});
    }

    @Override
    public void feel(Runnable alive) {
        idle.getStats(report -> alive.run());
    }
}
