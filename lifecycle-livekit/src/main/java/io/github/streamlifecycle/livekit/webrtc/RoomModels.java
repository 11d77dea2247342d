package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.media.WatchedTrack;
import io.github.streamlifecycle.livekit.media.WatchedTrack.Level;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import java.util.List;
import java.util.Set;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;

/** What LiveKit says of participants and tracks, as values of {@code .presence}. */
final class RoomModels {
    private RoomModels() {}

    static ParticipantKey key(ParticipantInfo info) {
        return new ParticipantKey(info.getIdentity(), info.getSid(), info.getJoinedAtMs());
    }

    static RoomParticipant participant(ParticipantInfo info) {
        return new RoomParticipant(
                key(info),
                Kind.named(info.getKind().name()),
                info.getIsPublisher() ? Set.of(Trait.PUBLISHER) : Set.of(),
                info.getAttributesMap(),
                info.getMetadata(),
                info.getTracksList().stream().map(TrackInfo::getSid).toList());
    }

    /** Sound and pictures; data tracks say nothing. */
    static List<WatchedTrack> tracks(ParticipantInfo info) {
        return info.getTracksList().stream()
                .filter(track -> track.getType() != TrackType.DATA && track.getType() != TrackType.UNRECOGNIZED)
                .map(track ->
                        new WatchedTrack(track.getSid(), kind(track), track.getMuted() ? Level.MUTED : Level.LIVE))
                .toList();
    }

    private static WatchedTrack.Kind kind(TrackInfo track) {
        if (track.getType() == TrackType.AUDIO) {
            return WatchedTrack.Kind.AUDIO;
        }
        return track.getSource() == TrackSource.SCREEN_SHARE ? WatchedTrack.Kind.SCREEN : WatchedTrack.Kind.VIDEO;
    }
}
