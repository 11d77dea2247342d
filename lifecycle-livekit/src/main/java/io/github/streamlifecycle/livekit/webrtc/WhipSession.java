package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.host.HostConnection;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence.StateObserver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableTransformer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A publish over WHIP: a peer connection here and a session on the server.
 *
 * @since 0.1.0
 */
public final class WhipSession implements HostConnection {
    private final WhipSettings settings;
    private final StateObserver states = new StateObserver();
    private final RTCPeerConnection connection;
    private final Negotiation negotiation;
    private final PeerConnectionPresence presence;
    /** The offer on its way; it is answered even if nobody waits for the answer any more. */
    private final AtomicReference<@Nullable Single<WhipResource>> posted = new AtomicReference<>();

    private final AtomicReference<@Nullable WhipResource> resource = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Completable left = Completable.defer(this::delete).cache();

    private WhipSession(PeerConnectionFactory factory, WhipSettings settings) {
        this.settings = settings;
        this.connection = factory.createPeerConnection(new RTCConfiguration(), states.with(candidate -> {}));
        this.negotiation = new Negotiation(connection);
        this.presence = states.presence(connection).thresholds(settings.thresholds());
    }

    /** A session that sends the tracks, and is not connected yet. */
    static WhipSession of(
            PeerConnectionFactory factory, List<? extends MediaStreamTrack> tracks, WhipSettings settings) {
        WhipSession session = new WhipSession(factory, settings);
        try {
            tracks.forEach(session::send);
            return session;
        } catch (RuntimeException unusable) {
            session.close();
            throw new WhipException(
                    WhipException.Kind.NEGOTIATION, 0, "a track cannot be sent: was it disposed of?", unusable);
        }
    }

    private void send(MediaStreamTrack track) {
        RTCRtpTransceiverInit sendOnly = new RTCRtpTransceiverInit();
        sendOnly.direction = RTCRtpTransceiverDirection.SEND_ONLY;
        connection.addTransceiver(track, sendOnly);
    }

    Completable connect() {
        return negotiation
                .offer()
                .flatMap(this::post)
                .flatMapCompletable(this::accept)
                .andThen(Flowable.fromPublisher(presence)
                        .filter(Presence.UP::equals)
                        .firstOrError()
                        .ignoreElement())
                .compose(inTime("no WebRTC connection"));
    }

    private Single<WhipResource> post(Sdp offer) {
        Single<WhipResource> answer = settings.endpoint()
                .post(settings.onOffer().apply(offer))
                .doOnSuccess(settings.place()::add)
                .cache();
        posted.set(answer);
        return answer;
    }

    private CompletableTransformer inTime(String what) {
        return steps -> steps.timeout(
                settings.connectTimeout().toMillis(),
                TimeUnit.MILLISECONDS,
                Callbacks.SCHEDULER,
                Completable.error(() -> settings.timedOut(what)));
    }

    /**
     * Whether the host publishes over this session.
     *
     * @return its presence
     */
    public PeerConnectionPresence presence() {
        return presence;
    }

    @Override
    public Flowable<PublisherSignal> signals() {
        return presence.signals();
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
     * The server's name of the ICE session that the media flows in: RFC 9725's ETag. An ICE restart changes it.
     *
     * @return the name; empty before the server has answered, or if it gives none
     */
    public Optional<String> iceSession() {
        return Optional.ofNullable(resource.get()).map(WhipResource::iceSession).filter(name -> !name.isEmpty());
    }

    /**
     * Finds a new way to the server for the same session: the media goes on, and nobody in the room notices.
     *
     * @return completes when the restart was negotiated; whether it connects shows in the presence
     */
    @Override
    public Completable restartIce() {
        return Completable.defer(() -> {
                    WhipResource known = current();
                    connection.restartIce();
                    return negotiation
                            .offer()
                            .flatMap(offer -> settings.endpoint()
                                    .restartIce(known, settings.onOffer().apply(offer)))
                            .flatMapCompletable(this::accept);
                })
                .compose(inTime("no ICE restart"));
    }

    private Completable accept(WhipResource answered) {
        resource.set(answered);
        return negotiation.accept(settings.onAnswer().apply(answered.answer()));
    }

    private WhipResource current() {
        WhipResource known = resource.get();
        if (known == null || closed.get()) {
            throw new WhipException(WhipException.Kind.NEGOTIATION, "the session was left, or never made");
        }
        return known;
    }

    /** Whether a participant of this identity is in the room whom none of its client's sessions is. */
    @Override
    public Single<Boolean> isReplaced() {
        return settings.place().isTakenBySomebodyElse();
    }

    @Override
    public void abandon() {
        Callbacks.SCHEDULER.scheduleDirect(this::close);
    }

    /**
     * Leaves the room: ends the session on the server, then closes the connection, also if the server was not reached.
     * It is under way when this returns, whether or not anybody subscribes to the result.
     *
     * @return how it ended; the same for every caller
     */
    @Override
    public Completable leave() {
        left.onErrorComplete().subscribe();
        return left;
    }

    private Completable delete() {
        Single<WhipResource> offered = posted.get();
        Completable deleted = offered == null
                ? Completable.complete()
                // an offer that was refused has no session to end
                : offered.onErrorComplete().flatMapCompletable(settings.endpoint()::delete);
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
