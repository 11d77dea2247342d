package io.github.streamlifecycle.livekit.media;

import java.util.Objects;

/**
 * A track as the room announces it, reduced to what a media watch needs.
 *
 * @param sid the track's sid ({@code TR_...})
 * @param kind the kind of media that it carries
 * @param level live or muted
 * @since 0.1.0
 */
public record WatchedTrack(String sid, Kind kind, Level level) {
    /** The kind of media that a track carries, the cheaper ones first. */
    public enum Kind {
        /** Sound: some fifty packets a second, or a few in pauses. */
        AUDIO,
        /** A camera, whose picture never stands quite still. */
        VIDEO,
        /** A shared screen, whose picture may stand still for minutes: its silence is no sign. */
        SCREEN
    }

    /** The state of a track that its publisher chose. */
    public enum Level {
        /** It is meant to be heard or seen. */
        LIVE,
        /** Its publisher has muted it, so it sends nothing. */
        MUTED
    }

    /**
     * Checks the track.
     *
     * @param sid the track's sid ({@code TR_...})
     * @param kind the kind of media that it carries
     * @param level live or muted
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
