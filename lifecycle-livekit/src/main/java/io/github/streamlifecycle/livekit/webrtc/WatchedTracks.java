package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.media.WatchedTrack;
import io.github.streamlifecycle.livekit.media.WatchedTrack.Level;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;

/** The tracks of a participant that a watch can receive, as values of {@code .media}. */
final class WatchedTracks {
    private WatchedTracks() {}

    /** Sound and pictures; data tracks say nothing. */
    static List<WatchedTrack> of(ParticipantInfo info) {
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
