package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence.StateObserver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A publish over WHIP: a peer connection here and a session on the server.
 *
 * @since 0.1.0
 */
public final class WhipSession {
    private final WhipEndpoint endpoint;
    private final UnaryOperator<Sdp> onOffer;
    private final UnaryOperator<Sdp> onAnswer;
    private final RTCPeerConnection connection;
    private final Negotiation negotiation;
    private final PeerConnectionPresence presence;
    private final AtomicReference<@Nullable WhipResource> resource = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Completable left;

    WhipSession(
            PeerConnectionFactory factory,
            List<? extends MediaStreamTrack> tracks,
            WhipEndpoint endpoint,
            UnaryOperator<Sdp> onOffer,
            UnaryOperator<Sdp> onAnswer) {
        this.endpoint = endpoint;
        this.onOffer = onOffer;
        this.onAnswer = onAnswer;
        StateObserver states = new StateObserver();
        this.connection = factory.createPeerConnection(new RTCConfiguration(), states.with(candidate -> {}));
        this.negotiation = new Negotiation(connection);
        this.presence = states.presence(connection);
        this.left = Completable.defer(this::delete).cache();
        for (MediaStreamTrack track : tracks) {
            RTCRtpTransceiverInit sendOnly = new RTCRtpTransceiverInit();
            sendOnly.direction = RTCRtpTransceiverDirection.SEND_ONLY;
            connection.addTransceiver(track, sendOnly);
        }
    }

    Completable connect(Duration timeout) {
        return negotiation
                .offer()
                .flatMap(offer -> endpoint.post(onOffer.apply(offer)))
                .flatMapCompletable(this::accept)
                .andThen(Flowable.fromPublisher(presence)
                        .filter(Presence.UP::equals)
                        .firstOrError()
                        .ignoreElement())
                .timeout(
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS,
                        Callbacks.SCHEDULER,
                        Completable.error(() -> new WhipException(
                                WhipException.Kind.TIMEOUT, "no WebRTC connection within " + timeout)));
    }

    /**
     * Whether the host publishes over this session.
     *
     * @return its presence
     */
    public PeerConnectionPresence presence() {
        return presence;
    }

    /**
     * The connection, to look at and to take statistics of; it is closed by {@link #leave}.
     *
     * @return the peer connection
     */
    public RTCPeerConnection connection() {
        return connection;
    }

    /**
     * Finds a new way to the server for the same session: the media goes on, and nobody in the room notices.
     *
     * @return completes when the restart was negotiated; whether it connects shows in the presence
     */
    public Completable restartIce() {
        return Completable.defer(() -> {
            WhipResource known = current();
            connection.restartIce();
            return negotiation
                    .offer()
                    .flatMap(offer -> endpoint.restartIce(known, onOffer.apply(offer)))
                    .flatMapCompletable(this::accept);
        });
    }

    private Completable accept(WhipResource answered) {
        resource.set(answered);
        return negotiation.accept(onAnswer.apply(answered.answer()));
    }

    private WhipResource current() {
        WhipResource known = resource.get();
        if (known == null || closed.get()) {
            throw new WhipException(WhipException.Kind.NEGOTIATION, "the session was left, or never made");
        }
        return known;
    }

    /**
     * Leaves the room: ends the session on the server, then closes the connection, also if the server was not reached.
     * It is under way when this returns, whether or not anybody subscribes to the result.
     *
     * @return how it ended; the same for every caller
     */
    public Completable leave() {
        left.onErrorComplete().subscribe();
        return left;
    }

    private Completable delete() {
        WhipResource made = resource.get();
        Completable deleted = made == null ? Completable.complete() : endpoint.delete(made);
        return deleted.observeOn(Callbacks.SCHEDULER).doFinally(this::close);
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            synchronized (connection) {
                connection.close();
            }
        }
    }
}
