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
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of a publish: a real WebRTC peer that receives, and decodes only what somebody subscribes to. Calls of
 * webrtc-java are left to the media thread.
 */
final class MediaPeer implements Feed {
    private static final Logger log = LoggerFactory.getLogger(MediaPeer.class);

    /** What statistics need to see a silence; ICE would need 7 s, but sees a graceful end at once. */
    private static final Duration SEEN_AFTER = Duration.ofMillis(1_600);

    private final MediaThread thread;
    private final CompositeDisposable subscriptions = new CompositeDisposable();
    /** Made and closed on the media thread. */
    private volatile @Nullable ReceivingPeer peer;

    private Disposable watching = Disposable.disposed();
    private boolean closed;

    MediaPeer(MediaThread thread) {
        this.thread = thread;
    }

    /** Answers the offer of a publisher, once. */
    Single<String> answer(String offer) {
        return Single.defer(() -> open().answer(offer)).subscribeOn(thread.scheduler);
    }

    private ReceivingPeer open() {
        try {
            ReceivingPeer opened = new ReceivingPeer(HeadlessWebRtc.factory());
            peer = opened;
            return opened;
        } catch (LinkageError missing) {
            // RxJava takes it for the end of the JVM, and would tell nobody
            throw new IllegalStateException("webrtc-java cannot be used: " + missing, missing);
        }
    }

    private ReceivingPeer opened() {
        return Objects.requireNonNull(peer, "no offer was answered");
    }

    /** Answers new ICE credentials of the other side with new ones of ours. */
    Single<String> restartIce(String fragment) {
        return Single.defer(() -> opened().restartIce(fragment)).subscribeOn(thread.scheduler);
    }

    /** The name of the current ICE session. */
    String iceSession() {
        return opened().iceSession().orElse("");
    }

    /** What this end sees of the publisher, and for how long nothing had come in when it was seen. */
    void watch(World world, BiConsumer<Presence, Duration> publisher) {
        thread.run(() -> {
            if (!closed) {
                watching = Flowable.fromPublisher(opened().publisher())
                        .observeOn(thread.scheduler)
                        .subscribe(presence -> {
                            Duration silence = silence();
                            world.run(() -> publisher.accept(presence, silence));
                        });
            }
        });
    }

    private Duration silence() {
        boolean saidGoodbye = opened().connection().getIceConnectionState() == RTCIceConnectionState.DISCONNECTED;
        return saidGoodbye ? Duration.ZERO : SEEN_AFTER;
    }

    @Override
    public Disposable to(CustomVideoSource subscriber) {
        if (closed) {
            return Disposable.disposed();
        }
        return Arrays.stream(opened().connection().getReceivers())
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
        thread.run(() -> {
            watching.dispose();
            subscriptions.dispose();
            if (!closed && peer != null) {
                opened().close();
            }
            closed = true;
        });
    }
}
