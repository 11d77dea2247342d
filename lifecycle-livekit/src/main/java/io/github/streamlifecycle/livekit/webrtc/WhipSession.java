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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A publish over WHIP: a peer connection at this end and a session on the server.
 *
 * @since 0.1.0
 */
public final class WhipSession implements HostConnection {
    private final WhipSettings settings;
    private final StateObserver states = new StateObserver();
    private final RTCPeerConnection connection;
    private final Negotiation negotiation;
    private final PeerConnectionPresence presence;
    /** The offer that was sent; its answer is applied even if nothing waits for it any more. */
    private final AtomicReference<@Nullable Single<WhipResource>> posted = new AtomicReference<>();

    private final AtomicReference<@Nullable WhipResource> resource = new AtomicReference<>();
    private final Completable left = Completable.defer(this::delete).cache();
    private volatile boolean closed;

    /** The ICE restart under way. */
    private @Nullable Completable restart;

    private WhipSession(PeerConnectionFactory factory, WhipSettings settings) {
        this.settings = settings;
        this.connection = factory.createPeerConnection(new RTCConfiguration(), states.with(candidate -> {}));
        this.negotiation = new Negotiation(connection);
        this.presence = states.presence(connection).thresholds(settings.thresholds());
    }

    /** Returns a session that sends the tracks and is not connected yet. */
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
                .post(settings.offered(offer))
                .doOnSuccess(settings.own()::answered)
                .doOnError(settings.own()::failed)
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
     * Returns the presence of the host, as its connection shows it.
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
     * Returns the connection, for inspection and statistics.
     *
     * @return the peer connection; {@link #leave} closes it
     */
    public RTCPeerConnection connection() {
        return connection;
    }

    /**
     * Returns the server's name of the current ICE session: RFC 9725's ETag. An ICE restart changes it.
     *
     * @return the name; empty before the server has answered, or if it gives none
     */
    public Optional<String> iceSession() {
        return Optional.ofNullable(resource.get()).map(WhipResource::iceSession).filter(name -> !name.isEmpty());
    }

    /**
     * Restarts ICE: looks for a new network path to the server for the same session. The room does not notice.
     *
     * <p>One restart at a time: a call while another one is under way joins it. A restart that has begun is carried
     * through even if its subscriber is disposed: once the server has restarted, its answer must be applied here too.
     *
     * @return completes when the restart was negotiated; the presence shows if it connects
     */
    @Override
    public Completable restartIce() {
        return Completable.defer(this::restartOrJoin).compose(inTime("no ICE restart"));
    }

    private synchronized Completable restartOrJoin() {
        if (restart == null) {
            Completable begun =
                    Completable.defer(this::restart).doFinally(this::restarted).cache();
            restart = begun;
            begun.onErrorComplete().subscribe();
            return begun;
        }
        return restart;
    }

    private synchronized void restarted() {
        restart = null;
    }

    private Completable restart() {
        WhipResource known = current();
        connection.restartIce();
        return negotiation
                .offer()
                // without a network there is never a candidate
                .timeout(
                        settings.connectTimeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        Callbacks.SCHEDULER,
                        Single.error(() -> settings.timedOut("no candidate")))
                .flatMap(offer -> settings.endpoint().restartIce(known, settings.offered(offer)))
                .onErrorResumeNext(
                        error -> negotiation.rollBack().onErrorComplete().andThen(Single.error(error)))
                .flatMapCompletable(this::accept);
    }

    private Completable accept(WhipResource answered) {
        resource.set(answered);
        return negotiation.accept(settings.answered(answered.answer()));
    }

    private WhipResource current() {
        WhipResource known = resource.get();
        if (known == null || closed) {
            throw new WhipException(WhipException.Kind.NEGOTIATION, "the session was left, or never created");
        }
        return known;
    }

    /**
     * Asks LiveKit whether another device's participant has this host's identity; with any other WHIP server the answer
     * is no.
     */
    @Override
    public Single<Boolean> isReplaced() {
        return settings.own().isReplaced();
    }

    @Override
    public void abandon() {
        close();
    }

    /**
     * Leaves the room: ends the session on the server, then closes the connection, also if the server was not reached.
     * Leaving is under way when this returns, even if the result is not subscribed to.
     *
     * @return completes when the connection is closed; fails, with it closed, if the server was not reached. The same
     *     for every caller
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
        return deleted.observeOn(Callbacks.SCHEDULER).doOnComplete(this::close).doOnError(error -> close());
    }

    /** Closes the connection; it is closed on return, whichever thread closes it. */
    private void close() {
        synchronized (connection) {
            if (!closed) {
                closed = true;
                connection.close();
            }
        }
    }
}
