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
import livekit.LivekitRtc.SessionDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one subscriber receives: a real WebRTC peer, made with the first track and offered anew whenever the tracks change.
 * Muted tracks stay, and nothing comes over them.
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
    private record Wanted(String publisher, @Nullable Feed feed) {}

    private static final class Track {
        final CustomVideoSource source;
        Disposable pictures = Disposable.disposed();

        @Nullable
        Feed feed;

        Track(CustomVideoSource source) {
            this.source = source;
        }
    }

    Downlink(MediaThread thread, Consumer<SessionDescription> offers, Consumer<Presence> media) {
        this.thread = thread;
        this.offers = offers;
        this.media = media;
    }

    /** Sends those of the tracks that are in the room, and no others. World's thread only. */
    void want(Room room, Set<String> sids) {
        Map<String, Wanted> there = new LinkedHashMap<>();
        sids.forEach(sid -> room.publisherOf(sid)
                .ifPresent(one -> there.put(sid, new Wanted(one.sid(), one.isMuted() ? null : one.feed))));
        thread.run(() -> send(there));
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
                flow(tracks.computeIfAbsent(sid, missing -> add(missing, one.publisher())), one.feed()));
        if (isStale && !isOffering) {
            offer();
        }
    }

    private Track add(String sid, String publisher) {
        isStale = true;
        return new Track(peer().add(sid, publisher));
    }

    private void remove(String sid) {
        isStale = true;
        Track track = tracks.remove(sid);
        if (track != null) {
            track.pictures.dispose();
            peer().remove(sid);
        }
    }

    private static void flow(Track track, @Nullable Feed feed) {
        if (feed != track.feed) {
            track.feed = feed;
            track.pictures.dispose();
            track.pictures = feed == null ? Disposable.disposed() : feed.to(track.source);
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
            tracks.values().forEach(track -> track.pictures.dispose());
            tracks.clear();
            if (peer != null) {
                peer.close();
            }
        });
    }
}
