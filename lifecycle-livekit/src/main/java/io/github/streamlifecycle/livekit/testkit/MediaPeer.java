package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.RTCIceConnectionState;
import dev.onvoid.webrtc.RTCRtpReceiver;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.ReceivingPeer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's end of a publish: a real WebRTC peer that receives, and decodes only what somebody subscribes to. */
final class MediaPeer implements Feed {
    private static final Logger log = LoggerFactory.getLogger(MediaPeer.class);

    /** What statistics need to see a silence; ICE would need 7 s, but sees a graceful end at once. */
    private static final Duration SEEN_AFTER = Duration.ofMillis(1_600);

    private final ReceivingPeer peer = new ReceivingPeer(HeadlessWebRtc.factory());
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompositeDisposable subscriptions = new CompositeDisposable();
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

    @Override
    public Disposable to(CustomVideoSource subscriber) {
        return Arrays.stream(peer.connection().getReceivers())
                .map(RTCRtpReceiver::getTrack)
                .filter(VideoTrack.class::isInstance)
                .map(VideoTrack.class::cast)
                .findFirst()
                .map(track -> forward(track, subscriber))
                .orElse(Disposable.disposed());
    }

    private Disposable forward(VideoTrack track, CustomVideoSource subscriber) {
        VideoTrackSink sink = frame -> push(frame, subscriber);
        track.addSink(sink);
        Disposable subscription = Disposable.fromRunnable(() -> track.removeSink(sink));
        subscriptions.add(subscription);
        return Disposable.fromRunnable(() -> subscriptions.remove(subscription));
    }

    /** On a thread of webrtc-java, where whatever is thrown would end the JVM. */
    private static void push(VideoFrame frame, CustomVideoSource subscriber) {
        try {
            subscriber.pushFrame(frame);
        } catch (Throwable thrown) {
            log.error("a picture could not be forwarded", thrown);
        }
    }

    /** The graceful end: the publisher sees it at once. */
    void close() {
        watching.dispose();
        subscriptions.dispose();
        if (closed.compareAndSet(false, true)) {
            peer.close();
        }
    }
}
