package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.RTCIceConnectionState;
import dev.onvoid.webrtc.RTCRtpReceiver;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioTrack;
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
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
    private final Gates gates = new Gates();
    private PacketFlow packets = PacketFlow.NONE;
    /** Made and closed on the media thread. */
    private volatile @Nullable ReceivingPeer peer;

    private final CompositeDisposable watching = new CompositeDisposable();
    private boolean closed;

    /** What learns of the publisher, on the world's thread. */
    interface Publisher {
        /** Its presence changed; nothing had come in for {@code silence} when that was seen. */
        void onPresence(Presence presence, Duration silence);

        /** Its media begin to come in. */
        void onMedia();

        /** No more of its media come in. */
        void onSilence();
    }

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

    /** Tells what this end sees of the publisher. */
    void watch(World world, Publisher publisher) {
        thread.run(() -> {
            if (!closed) {
                watching.add(Flowable.fromPublisher(opened().publisher())
                        .observeOn(thread.scheduler)
                        .subscribe(presence -> {
                            Duration silence = silence();
                            world.run(() -> publisher.onPresence(presence, silence));
                        }));
                watching.add(opened().packets()
                        .observeOn(thread.scheduler)
                        .map(this::counted)
                        .distinctUntilChanged()
                        .subscribe(flows -> world.run(flows ? publisher::onMedia : publisher::onSilence)));
            }
        });
    }

    private boolean counted(Map<String, Long> counts) {
        packets = packets.next(counts);
        if (tracks(AudioTrack.class).anyMatch(track -> packets.of(track.getId()))) {
            gates.open();
        } else {
            gates.close();
        }
        return packets.ofAny();
    }

    private <T extends MediaStreamTrack> Stream<T> tracks(Class<T> type) {
        return closed
                ? Stream.empty()
                : Arrays.stream(opened().connection().getReceivers())
                        .map(RTCRtpReceiver::getTrack)
                        .filter(type::isInstance)
                        .map(type::cast);
    }

    private Duration silence() {
        boolean saidGoodbye = opened().connection().getIceConnectionState() == RTCIceConnectionState.DISCONNECTED;
        return saidGoodbye ? Duration.ZERO : SEEN_AFTER;
    }

    @Override
    public Disposable pictures(CustomVideoSource subscriber) {
        return tracks(VideoTrack.class)
                .findFirst()
                .map(track -> forward(track, subscriber))
                .orElse(Disposable.disposed());
    }

    @Override
    public Disposable sound(Gate subscriber) {
        return closed ? Disposable.disposed() : ending(gates.add(subscriber));
    }

    private Disposable forward(VideoTrack track, CustomVideoSource subscriber) {
        VideoTrackSink sink = frame -> push(frame, subscriber);
        track.addSink(sink);
        return ending(Disposable.fromRunnable(() -> track.removeSink(sink)));
    }

    /** The same subscription, ended with this peer at the latest. */
    private Disposable ending(Disposable subscription) {
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
