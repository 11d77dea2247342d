package io.github.streamlifecycle.livekit.media;

import java.util.Objects;

/**
 * A track as those in the room are told of it, as far as a media watch needs it.
 *
 * @param sid the track's sid ({@code TR_...})
 * @param kind what it carries
 * @param level whether it is meant to be heard or seen
 * @since 0.1.0
 */
public record WatchedTrack(String sid, Kind kind, Level level) {
    /** What a track carries. The cheaper one comes first. */
    public enum Kind {
        /** Sound: some fifty packets a second, or a few in pauses. */
        AUDIO,
        /** A camera: its picture never stands quite still. */
        VIDEO,
        /** A shared screen, whose picture may stand still for minutes: its silence says nothing. */
        SCREEN
    }

    /** Whether a track is meant to be heard or seen. */
    public enum Level {
        /** It is. */
        LIVE,
        /** Its publisher has muted it: it sends nothing, as it should. */
        MUTED
    }

    /**
     * Checks the track.
     *
     * @param sid the track's sid ({@code TR_...})
     * @param kind what it carries
     * @param level whether it is meant to be heard or seen
     */
    public WatchedTrack {
        Objects.requireNonNull(sid, "sid");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(level, "level");
    }

    boolean isLive() {
        return level == Level.LIVE;
    }
}
