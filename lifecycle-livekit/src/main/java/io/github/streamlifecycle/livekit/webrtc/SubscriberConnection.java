package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;

/**
 * The peer connection over which a watcher receives. Its methods belong to one thread at a time.
 *
 * <p>It asks no STUN or TURN server: a backend reaches the addresses that LiveKit offers, over TCP if need be.
 */
final class SubscriberConnection {
    private final RTCPeerConnection connection;
    private final Negotiation negotiation;
    /** Those that came before the first offer was taken. */
    private final List<RTCIceCandidate> early = new ArrayList<>();

    private final Told told = new Told();
    private boolean described;
    private boolean closed;

    SubscriberConnection(PeerConnectionFactory factory) {
        this.connection = factory.createPeerConnection(
                new RTCConfiguration(), Callbacks.safe(PeerConnectionObserver.class, told));
        this.negotiation = new Negotiation(connection);
    }

    /** Answers an offer of the server, with all candidates of ours in the answer. */
    Single<Sdp> answer(Sdp offer) {
        Undecoded undecoded = new Undecoded(offer);
        return negotiation.answer(undecoded.told()).map(undecoded::accepted);
    }

    /** An answer was made, so that candidates can be taken. */
    void described() {
        described = true;
        early.forEach(this::add);
        early.clear();
    }

    void candidate(RTCIceCandidate candidate) {
        if (described) {
            add(candidate);
        } else {
            early.add(candidate);
        }
    }

    private void add(RTCIceCandidate candidate) {
        synchronized (connection) {
            if (!closed) {
                connection.addIceCandidate(candidate);
            }
        }
    }

    Maybe<ReceivedPackets> packets() {
        return closed ? Maybe.empty() : ReceivedPackets.of(connection);
    }

    boolean isBroken() {
        return switch (told.state) {
            case DISCONNECTED, FAILED, CLOSED -> true;
            case NEW, CONNECTING, CONNECTED -> false;
        };
    }

    boolean isConnected() {
        return told.state == RTCPeerConnectionState.CONNECTED;
    }

    void close() {
        synchronized (connection) {
            if (!closed) {
                closed = true;
                told.state = RTCPeerConnectionState.CLOSED;
                connection.close();
            }
        }
    }

    /**
     * What webrtc-java tells of the connection. It may hold on to this for ever, so this holds on to nothing.
     *
     * <p>Asking for the state instead would wait for a native thread, several times a second.
     */
    private static final class Told implements PeerConnectionObserver {
        private volatile RTCPeerConnectionState state = RTCPeerConnectionState.NEW;

        @Override
        public void onConnectionChange(RTCPeerConnectionState now) {
            state = now;
        }

        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            // all of them are in the answer
        }
    }
}
