package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.media.WatchedTrack;
import io.github.streamlifecycle.livekit.media.WatchedTrack.Level;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;

/** A mapping of a participant's tracks to values of {@code .media}. */
final class WatchedTracks {
    private WatchedTracks() {}

    /** Returns the audio and video tracks. */
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
