package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.core.Presence;
import java.time.Duration;
import java.util.List;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.TrackInfo;
import org.jspecify.annotations.Nullable;

/** A host that publishes over WHIP, from the answer to its offer to its end. World's thread only. */
final class WhipHost implements MediaPeer.Publisher {
    final String sid;
    final Grants grants;
    final MediaPeer peer;
    String iceSession;
    private final World world;
    private final Rooms rooms;
    private final List<OfferedTrack> tracks;
    private final Rating rating;
    private boolean sends;
    private boolean ended;
    private @Nullable Room room;
    private @Nullable Participant participant;
    private World.@Nullable Planned timeout;

    WhipHost(World world, Ids ids, Rooms rooms, Grants grants, String offer, MediaPeer peer) {
        this.world = world;
        this.rooms = rooms;
        this.sid = ids.next("PA_");
        this.grants = grants;
        this.peer = peer;
        this.iceSession = peer.iceSession();
        this.tracks = OfferedTrack.of(offer);
        this.rating = new Rating(world, this::rated);
    }

    @Override
    public void onPresence(Presence presence, Duration silence) {
        if (timeout != null) {
            timeout.callOff();
            timeout = null;
        }
        switch (presence) {
            case UP -> {
                joinOnce();
                rate();
            }
            case SUSPECT -> {
                if (!sends) {
                    rating.dropped(silence);
                }
                timeout = world.after(
                        Rooms.LEFT_AFTER_DROP.minus(silence), () -> end(DisconnectReason.CONNECTION_TIMEOUT));
            }
            case DOWN -> end(DisconnectReason.CONNECTION_TIMEOUT);
        }
    }

    @Override
    public void onMedia() {
        sends = true;
        rate();
    }

    @Override
    public void onSilence() {
        if (timeout != null) {
            rating.dropped(Duration.ZERO);
        } else if (sends) {
            rating.paused();
        }
        sends = false;
    }

    private void rate() {
        if (sends) {
            rating.back();
        }
    }

    /** Tells it, unless the host has muted all of its tracks, so that no media are expected of it. */
    private void rated(ConnectionQuality quality) {
        if (room != null && participant != null && !(quality == ConnectionQuality.POOR && participant.isMuted())) {
            rooms.quality(room, participant, quality);
        }
    }

    private void joinOnce() {
        if (participant == null && !ended) {
            Room joined = rooms.findOrMake(grants.room());
            Participant host = Participant.whipHost(sid, grants.identity(), grants.name(), world);
            host.feed = peer;
            room = joined;
            participant = host;
            rooms.join(joined, host);
            tracks.forEach(track -> rooms.publish(joined, host, track.placed(made(track, host))));
        }
    }

    private TrackInfo made(OfferedTrack track, Participant host) {
        return track.isAudio() ? rooms.microphone() : rooms.camera(host, sid.hashCode() & 0x7fffffff);
    }

    /** Ends it, which the publisher sees at once. */
    void end(DisconnectReason reason) {
        if (!ended) {
            ended = true;
            rating.callOff();
            if (room != null && participant != null) {
                rooms.leave(room, participant, reason);
            }
            peer.close();
        }
    }

    boolean isEnded() {
        return ended;
    }
}
