package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.RTCIceConnectionState;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.ReceivingPeer;
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

    private final ReceivingPeer peer = new ReceivingPeer(HeadlessWebRtc.factory());
    private final AtomicBoolean closed = new AtomicBoolean();
    private Disposable watching = Disposable.disposed();

    Single<String> answer(String offer) {
        return peer.answer(offer);
    }

    /** Answers new ICE credentials of the other side with new ones of ours. */
    Single<String> restartIce(String fragment) {
        return peer.restartIce(fragment);
    }

    /** The name of the current ICE session. */
    String iceSession() {
        return peer.iceSession().orElse("");
    }

    /** What this end sees of the publisher. */
    void watch(World world, Consumer<Presence> publisher) {
        watching = Flowable.fromPublisher(peer.publisher())
                .subscribe(presence -> world.run(() -> publisher.accept(presence)));
    }

    /** For how long nothing has come in, when the publisher is first suspected to be gone. */
    Duration silence() {
        boolean saidGoodbye = peer.connection().getIceConnectionState() == RTCIceConnectionState.DISCONNECTED;
        return saidGoodbye ? Duration.ZERO : SEEN_AFTER;
    }

    /** The graceful end: the publisher sees it at once. */
    void close() {
        watching.dispose();
        if (closed.compareAndSet(false, true)) {
            peer.close();
        }
    }
}
