package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence.StateObserver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sending end of a subscription: a peer connection that offers video tracks to a subscriber. A double of a media server
 * is made of it.
 *
 * <p>Descriptions go in and out as SDP text, complete with their candidates. Results come on a daemon thread of this
 * package; failures are {@link WhipException}s of kind NEGOTIATION. Its methods belong to one thread at a time, and one offer
 * is answered before the next is made.
 *
 * @since 0.1.0
 */
public final class SendingPeer {
    private final PeerConnectionFactory factory;
    private final StateObserver states = new StateObserver();
    private final RTCPeerConnection connection;
    private final Negotiation negotiation;
    private final Map<String, Sent> tracks = new HashMap<>();

    private record Sent(CustomVideoSource source, VideoTrack track, RTCRtpSender sender) {}

    /**
     * Makes a peer that sends nothing yet.
     *
     * @param factory makes its connection and tracks
     */
    public SendingPeer(PeerConnectionFactory factory) {
        this.factory = factory;
        this.connection = factory.createPeerConnection(new RTCConfiguration(), states.with(candidate -> {}));
        this.negotiation = new Negotiation(connection);
    }

    /**
     * Adds a video track, which the next offer has.
     *
     * @param id the track's id, which the subscriber sees
     * @param stream the id of the stream that it belongs to
     * @return what frames are pushed into, until the track is removed or this peer closed
     */
    public CustomVideoSource add(String id, String stream) {
        CustomVideoSource source = new CustomVideoSource();
        VideoTrack track = factory.createVideoTrack(id, source);
        synchronized (connection) {
            tracks.put(id, new Sent(source, track, connection.addTrack(track, List.of(stream))));
        }
        return source;
    }

    /**
     * Removes a track, which the next offer does not have any more. Nothing may be pushed into its source any more.
     *
     * @param id the track's id; an unknown one changes nothing
     */
    public void remove(String id) {
        synchronized (connection) {
            Sent sent = tracks.remove(id);
            if (sent != null) {
                connection.removeTrack(sent.sender());
                dispose(sent);
            }
        }
    }

    /**
     * Makes an offer of the tracks that are there now.
     *
     * @return the offer
     */
    public Single<String> offer() {
        return negotiation.offer().map(Sdp::text);
    }

    /**
     * Applies the subscriber's answer.
     *
     * @param sdp the answer
     * @return when it is applied
     */
    public Completable accept(String sdp) {
        return negotiation.accept(new Sdp(sdp));
    }

    /**
     * Returns the presence of the subscriber as this end sees it.
     *
     * @return its presence
     */
    public PeerConnectionPresence subscriber() {
        return states.presence(connection);
    }

    /** Closes the connection. To be called once, after nothing is pushed into its sources and nothing subscribes any more. */
    public void close() {
        synchronized (connection) {
            tracks.values().forEach(sent -> connection.removeTrack(sent.sender()));
            connection.close();
            tracks.values().forEach(SendingPeer::dispose);
            tracks.clear();
        }
    }

    private static void dispose(Sent sent) {
        sent.track().dispose();
        sent.source().dispose();
    }
}
