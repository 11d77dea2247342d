package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.SendingPeer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.SessionDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one subscriber receives: a real WebRTC peer, offered when it joins and anew whenever its tracks change. Muted tracks
 * stay, and nothing comes over them.
 *
 * <p>The world says what is wanted, and never waits: everything else happens on the media thread, offers and presence too.
 */
final class Downlink {
    private static final Logger log = LoggerFactory.getLogger(Downlink.class);

    private final MediaThread thread;
    private final Consumer<SessionDescription> offers;
    private final Consumer<Presence> media;
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private @Nullable SendingPeer peer;
    private Disposable watching = Disposable.disposed();
    private int offerId;
    private boolean isOffering;
    private boolean isStale;
    private boolean closed;

    /** A track in the room; one that is muted has no feed. */
    private record Wanted(
            String publisher, TrackType type, @Nullable Feed feed) {}

    private static final class Track {
        private final Function<Feed, Disposable> outlet;
        private Disposable media = Disposable.disposed();
        private @Nullable Feed feed;

        Track(Function<Feed, Disposable> outlet) {
            this.outlet = outlet;
        }

        void flow(@Nullable Feed from) {
            if (from != feed) {
                feed = from;
                media.dispose();
                media = from == null ? Disposable.disposed() : outlet.apply(from);
            }
        }
    }

    Downlink(MediaThread thread, Consumer<SessionDescription> offers, Consumer<Presence> media) {
        this.thread = thread;
        this.offers = offers;
        this.media = media;
    }

    /** Makes the first offer, whether or not there is a track. */
    void begin() {
        thread.run(() -> {
            isStale = true;
            send(Map.of());
        });
    }

    /** Sends those of the tracks that are in the room, and no others. World's thread only. */
    void want(Room room, Set<String> sids) {
        Map<String, Wanted> there = new LinkedHashMap<>();
        sids.forEach(sid -> room.publisherOf(sid).ifPresent(one -> there.put(sid, wanted(one, one.track(sid)))));
        thread.run(() -> send(there));
    }

    private static Wanted wanted(Participant publisher, TrackInfo track) {
        return new Wanted(publisher.sid(), track.getType(), track.getMuted() ? null : publisher.feed);
    }

    private void send(Map<String, Wanted> wanted) {
        if (closed) {
            return;
        }
        for (String sid : List.copyOf(tracks.keySet())) {
            if (!wanted.containsKey(sid)) {
                remove(sid);
            }
        }
        wanted.forEach((sid, one) ->
                tracks.computeIfAbsent(sid, missing -> add(missing, one)).flow(one.feed()));
        if (isStale && !isOffering) {
            offer();
        }
    }

    private Track add(String sid, Wanted wanted) {
        isStale = true;
        if (wanted.type() == TrackType.AUDIO) {
            peer().addSound(sid, wanted.publisher());
            Feed.Gate gate = new SoundGate(peer(), sid);
            return new Track(feed -> feed.sound(gate));
        }
        CustomVideoSource source = peer().add(sid, wanted.publisher());
        return new Track(feed -> feed.pictures(source));
    }

    private record SoundGate(SendingPeer peer, String sid) implements Feed.Gate {
        @Override
        public void open() {
            peer.startSound(sid);
        }

        @Override
        public void close() {
            peer.stopSound(sid);
        }
    }

    private void remove(String sid) {
        isStale = true;
        Track track = tracks.remove(sid);
        if (track != null) {
            track.flow(null);
            peer().remove(sid);
        }
    }

    private SendingPeer peer() {
        if (peer == null) {
            peer = new SendingPeer(HeadlessWebRtc.factory());
            watching = Flowable.fromPublisher(peer.subscriber()).subscribe(media::accept);
        }
        return peer;
    }

    private void offer() {
        isStale = false;
        isOffering = true;
        peer().offer().subscribe(sdp -> thread.run(() -> offered(sdp)), failed -> thread.run(() -> failed(failed)));
    }

    private void offered(String sdp) {
        if (!closed) {
            offers.accept(SessionDescription.newBuilder()
                    .setType("offer")
                    .setSdp(sdp)
                    .setId(++offerId)
                    .build());
        }
    }

    /** Takes the answer to the latest offer; any other is late, and nothing to it. */
    void answered(SessionDescription answer) {
        thread.run(() -> {
            if (!closed && isOffering && answer.getId() == offerId) {
                peer().accept(answer.getSdp())
                        .subscribe(() -> thread.run(this::agreed), failed -> thread.run(() -> failed(failed)));
            }
        });
    }

    private void agreed() {
        isOffering = false;
        if (isStale && !closed) {
            offer();
        }
    }

    /** The tracks are offered again when they change. */
    private void failed(Throwable failure) {
        isOffering = false;
        if (!closed) {
            log.warn("a subscriber could not be sent its tracks: {}", failure.toString());
        }
    }

    void close() {
        thread.run(() -> {
            if (closed) {
                return;
            }
            closed = true;
            watching.dispose();
            tracks.values().forEach(track -> track.flow(null));
            tracks.clear();
            if (peer != null) {
                peer.close();
            }
        });
    }
}
