package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceConnectionState;
import dev.onvoid.webrtc.RTCPeerConnection;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.Negotiation;
import io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence.StateObserver;
import io.github.streamlifecycle.livekit.webrtc.Sdp;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The server's end of a publish: a real WebRTC peer that receives and throws away. */
final class MediaPeer {
    /** What statistics need to see a silence; ICE would need 7 s, but sees a graceful end at once. */
    private static final Duration SEEN_AFTER = Duration.ofMillis(1_600);

    private final StateObserver states = new StateObserver();
    private final RTCPeerConnection connection =
            HeadlessWebRtc.factory().createPeerConnection(new RTCConfiguration(), states.with(candidate -> {}));
    private final Negotiation negotiation = new Negotiation(connection);
    private final AtomicBoolean closed = new AtomicBoolean();
    private Sdp offer;
    private Disposable watching = Disposable.disposed();

    MediaPeer(Sdp offer) {
        this.offer = offer;
    }

    Single<Sdp> answer() {
        return negotiation.answer(offer);
    }

    /** Answers new ICE credentials of the other side with new ones of ours. */
    Single<Sdp> restartIce(Sdp fragment) {
        offer = offer.restartedBy(fragment);
        return negotiation.answer(offer).map(Sdp::iceFragment);
    }

    /** What this end sees of the publisher. */
    void watch(World world, Consumer<Presence> publisher) {
        watching = Flowable.fromPublisher(states.presence(connection))
                .subscribe(presence -> world.run(() -> publisher.accept(presence)));
    }

    /** For how long nothing has come in, when the publisher is first suspected to be gone. */
    Duration silence() {
        boolean saidGoodbye = connection.getIceConnectionState() == RTCIceConnectionState.DISCONNECTED;
        return saidGoodbye ? Duration.ZERO : SEEN_AFTER;
    }

    /** The graceful end: the publisher sees it at once. */
    void close() {
        watching.dispose();
        if (closed.compareAndSet(false, true)) {
            connection.close();
        }
    }
}
