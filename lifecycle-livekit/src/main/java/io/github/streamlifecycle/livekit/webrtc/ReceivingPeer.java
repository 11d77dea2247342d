package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence.StateObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The receiving end of a publish: a peer connection that answers a publisher's offer and discards its media. It is the
 * media side of a WHIP server's double.
 *
 * <p>Descriptions go in and out as SDP text, complete with their candidates. Results come on a daemon thread of this
 * package; failures are {@link WhipException}s of kind NEGOTIATION. Thread-safe, but only one exchange may be under way
 * at a time.
 *
 * @since 0.1.0
 */
public final class ReceivingPeer {
    private final StateObserver states = new StateObserver();
    private final RTCPeerConnection connection;
    private final Negotiation negotiation;
    private final AtomicReference<Sdp> offer = new AtomicReference<>(new Sdp(""));
    private final AtomicReference<Sdp> answer = new AtomicReference<>(new Sdp(""));

    /**
     * Creates a peer that waits for an offer.
     *
     * @param factory makes its connection
     */
    public ReceivingPeer(PeerConnectionFactory factory) {
        connection = factory.createPeerConnection(new RTCConfiguration(), states.with(candidate -> {}));
        negotiation = new Negotiation(connection);
    }

    /**
     * Answers a publisher's offer.
     *
     * @param sdp the offer
     * @return the answer
     */
    public Single<String> answer(String sdp) {
        return Single.defer(() -> answer(new Sdp(sdp))).map(Sdp::text);
    }

    /**
     * Restarts ICE: answers new credentials of the publisher with new ones of this end.
     *
     * @param fragment the publisher's new credentials and candidates (RFC 8840)
     * @return the fragment that answers it
     */
    public Single<String> restartIce(String fragment) {
        return Single.defer(() -> answer(offer.get().restartedBy(new Sdp(fragment))))
                .map(answered -> answered.iceFragment().text());
    }

    private Single<Sdp> answer(Sdp offered) {
        offer.set(offered);
        return negotiation.answer(offered).doOnSuccess(answer::set);
    }

    /**
     * Returns the name of the current ICE session: the user name fragment of this end's credentials.
     *
     * @return the name; empty before the first answer
     */
    public Optional<String> iceSession() {
        return answer.get().iceUfrag();
    }

    /**
     * Returns the connection, for inspection.
     *
     * @return the peer connection; {@link #close} closes it
     */
    public RTCPeerConnection connection() {
        return connection;
    }

    /**
     * Returns the packets of media that have come in so far.
     *
     * @return their numbers by the id of the track, ten times a second while subscribed
     */
    public Flowable<Map<String, Long>> packets() {
        return Flowable.interval(TransportStats.LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS, Callbacks.SCHEDULER)
                .onBackpressureDrop()
                .concatMapMaybe(tick -> ReceivedPackets.of(connection), 1)
                .map(received -> received.byTrack().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, track -> track.getValue().packets())));
    }

    /**
     * Returns the presence of the publisher as this end sees it.
     *
     * @return its presence
     */
    public PeerConnectionPresence publisher() {
        return states.presence(connection);
    }

    /**
     * Closes the connection, which the publisher sees at once. To be called once, when nothing is subscribed any more.
     */
    public void close() {
        synchronized (connection) {
            connection.close();
        }
    }
}
