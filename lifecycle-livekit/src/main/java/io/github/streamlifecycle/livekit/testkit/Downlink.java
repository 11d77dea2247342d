package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.SendingPeer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.HashMap;
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
 */
final class Downlink {
    private static final Logger log = LoggerFactory.getLogger(Downlink.class);

    private final World world;
    private final Consumer<SessionDescription> offers;
    private final Consumer<Presence> media;
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private @Nullable SendingPeer peer;
    private Disposable watching = Disposable.disposed();
    private int offerId;
    private boolean isOffering;
    private boolean isStale;
    private boolean closed;

    private static final class Track {
        final CustomVideoSource source;
        Disposable pictures = Disposable.disposed();
        boolean flows;

        Track(CustomVideoSource source) {
            this.source = source;
        }
    }

    Downlink(World world, Consumer<SessionDescription> offers, Consumer<Presence> media) {
        this.world = world;
        this.offers = offers;
        this.media = media;
    }

    /** Sends those of the tracks that are in the room, and no others. */
    void want(Room room, Set<String> sids) {
        if (closed) {
            return;
        }
        Map<String, Participant> there = new HashMap<>();
        sids.forEach(sid -> room.publisherOf(sid).ifPresent(one -> there.put(sid, one)));
        for (String sid : List.copyOf(tracks.keySet())) {
            if (!there.containsKey(sid)) {
                remove(sid);
            }
        }
        there.forEach((sid, publisher) -> {
            Track track = tracks.computeIfAbsent(sid, missing -> add(missing, publisher));
            flow(track, publisher);
        });
        if (isStale && !isOffering) {
            offer();
        }
    }

    private Track add(String sid, Participant publisher) {
        isStale = true;
        return new Track(peer().add(sid, publisher.sid()));
    }

    private void remove(String sid) {
        isStale = true;
        Track track = tracks.remove(sid);
        if (track != null) {
            track.pictures.dispose();
            peer().remove(sid);
        }
    }

    private static void flow(Track track, Participant publisher) {
        boolean flows = !publisher.isMuted() && publisher.feed != null;
        if (flows != track.flows) {
            track.flows = flows;
            track.pictures.dispose();
            track.pictures = flows && publisher.feed != null ? publisher.feed.to(track.source) : Disposable.disposed();
        }
    }

    private SendingPeer peer() {
        if (peer == null) {
            peer = new SendingPeer(HeadlessWebRtc.factory());
            watching = Flowable.fromPublisher(peer.subscriber())
                    .subscribe(presence -> world.run(() -> media.accept(presence)));
        }
        return peer;
    }

    private void offer() {
        isStale = false;
        isOffering = true;
        peer().offer()
                .subscribe(
                        sdp -> world.run(() -> offers.accept(SessionDescription.newBuilder()
                                .setType("offer")
                                .setSdp(sdp)
                                .setId(++offerId)
                                .build())),
                        failed -> log.error("no offer could be made to a subscriber", failed));
    }

    /** Takes the answer to the latest offer; any other is late, and nothing to it. */
    void answered(SessionDescription answer) {
        if (closed || answer.getId() != offerId) {
            return;
        }
        peer().accept(answer.getSdp())
                .subscribe(
                        () -> world.run(this::agreed),
                        failed -> log.warn("the answer of a subscriber was not taken: {}", failed.toString()));
    }

    private void agreed() {
        isOffering = false;
        if (isStale && !closed) {
            offer();
        }
    }

    void close() {
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
    }
}
