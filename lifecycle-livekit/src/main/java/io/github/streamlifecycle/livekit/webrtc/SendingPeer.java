package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpEncodingParameters;
import dev.onvoid.webrtc.RTCRtpSendParameters;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence.StateObserver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sending end of a subscription: a peer connection that offers tracks to a subscriber, and a data channel for as long
 * as there are none. A double of a media server is made of it.
 *
 * <p>An audio track sends packets of silence. webrtc-java 0.14 feeds the sound of its audio device into every audio
 * track, and aborts the JVM when a program feeds another sound into one at the same moment (webrtc-java#217).
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
    private final RTCDataChannel data;
    private final Map<String, Sent> tracks = new HashMap<>();
    /** Kept until the connection is closed: webrtc-java throws if it disposes of one that a thread of its own still uses. */
    private final List<Sent> removed = new ArrayList<>();

    private sealed interface Sent {
        RTCRtpSender sender();

        void dispose();
    }

    private record Pictures(CustomVideoSource source, VideoTrack track, RTCRtpSender sender) implements Sent {
        @Override
        public void dispose() {
            track.dispose();
            source.dispose();
        }
    }

    private record Sound(AudioTrack track, RTCRtpSender sender) implements Sent {
        @Override
        public void dispose() {
            track.dispose();
        }
    }

    /**
     * Makes a peer that sends nothing yet.
     *
     * @param factory makes its connection and tracks
     */
    public SendingPeer(PeerConnectionFactory factory) {
        this.factory = factory;
        this.connection = factory.createPeerConnection(new RTCConfiguration(), states.with(candidate -> {}));
        this.negotiation = new Negotiation(connection);
        this.data = connection.createDataChannel("_reliable", new RTCDataChannelInit());
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
            tracks.put(id, new Pictures(source, track, connection.addTrack(track, List.of(stream))));
        }
        return source;
    }

    /**
     * Adds an audio track, which the next offer has. It sends nothing until {@link #startSound}.
     *
     * @param id the track's id, which the subscriber sees
     * @param stream the id of the stream that it belongs to
     */
    public void addSound(String id, String stream) {
        AudioTrack track = factory.createAudioTrack(id, factory.createAudioSource(new AudioOptions()));
        RTCRtpEncodingParameters stopped = new RTCRtpEncodingParameters();
        stopped.active = false;
        RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
        init.direction = RTCRtpTransceiverDirection.SEND_ONLY;
        init.streamIds = List.of(stream);
        init.sendEncodings = List.of(stopped);
        synchronized (connection) {
            tracks.put(
                    id, new Sound(track, connection.addTransceiver(track, init).getSender()));
        }
    }

    /**
     * Sends the packets of an audio track from now on, fifty a second.
     *
     * @param id the track's id; one that is no audio track's changes nothing
     */
    public void startSound(String id) {
        setActive(id, true);
    }

    /**
     * Sends no packets of an audio track any more.
     *
     * @param id the track's id; one that is no audio track's changes nothing
     */
    public void stopSound(String id) {
        setActive(id, false);
    }

    private void setActive(String id, boolean active) {
        synchronized (connection) {
            if (tracks.get(id) instanceof Sound sound) {
                RTCRtpSendParameters parameters = sound.sender().getParameters();
                parameters.encodings.forEach(encoding -> encoding.active = active);
                sound.sender().setParameters(parameters);
            }
        }
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
                removed.add(sent);
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
            data.close();
            connection.close();
            data.dispose();
            removed.addAll(tracks.values());
            tracks.clear();
            removed.forEach(Sent::dispose);
            removed.clear();
        }
    }
}
