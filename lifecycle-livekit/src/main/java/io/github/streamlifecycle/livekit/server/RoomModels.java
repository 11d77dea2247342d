package io.github.streamlifecycle.livekit.server;

import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;

/**
 * LiveKit's messages about rooms and participants as values of {@code .room}, whether a webhook brought them, a list or the
 * signal socket. Participants have the same key in all of them.
 *
 * @since 0.1.0
 */
public final class RoomModels {
    private static final long MILLIS_PER_SECOND = 1_000;
    /** The last second of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private RoomModels() {}

    /**
     * Returns the key of a room.
     *
     * @param room LiveKit's message, with the name of the room
     * @return its key; the time of its creation is 0 if the message does not tell it
     */
    public static RoomKey room(Room room) {
        return new RoomKey(room.getName(), room.getSid(), millis(room.getCreationTimeMs(), room.getCreationTime()));
    }

    /**
     * Returns a participant.
     *
     * @param info LiveKit's message, with the identity and the sid of the participant
     * @return the participant and the tracks that it publishes
     */
    public static RoomParticipant participant(ParticipantInfo info) {
        return new RoomParticipant(
                key(info),
                kind(info),
                traits(info),
                info.getAttributesMap(),
                info.getMetadata(),
                sids(info.getTracksList()));
    }

    /**
     * Returns the key of a participant's stay.
     *
     * @param info LiveKit's message, with the identity and the sid of the participant
     * @return its key; the time at which it joined is 0 if the message does not tell it
     */
    public static ParticipantKey key(ParticipantInfo info) {
        return new ParticipantKey(info.getIdentity(), info.getSid(), millis(info.getJoinedAtMs(), info.getJoinedAt()));
    }

    /**
     * Returns a time of LiveKit's in milliseconds.
     *
     * @param seconds the time in seconds since the epoch
     * @return the time in milliseconds since the epoch; 0 if it is none between 1970 and 9999, and so not told
     */
    public static long millis(long seconds) {
        return seconds > 0 && seconds <= LAST_SECOND ? seconds * MILLIS_PER_SECOND : 0;
    }

    /** Older servers tell seconds only. */
    private static long millis(long millis, long seconds) {
        return millis > 0 ? millis : millis(seconds);
    }

    /** A recorder is told by its permission too: servers before kinds had only that. */
    @SuppressWarnings("deprecation")
    private static Kind kind(ParticipantInfo info) {
        return info.getPermission().getRecorder()
                ? Kind.EGRESS
                : Kind.named(info.getKind().name());
    }

    private static Set<Trait> traits(ParticipantInfo info) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (info.getPermission().getHidden()) {
            traits.add(Trait.HIDDEN);
        }
        if (info.getIsPublisher()) {
            traits.add(Trait.PUBLISHER);
        }
        return traits;
    }

    private static List<String> sids(List<TrackInfo> tracks) {
        return tracks.stream()
                .map(TrackInfo::getSid)
                .filter(sid -> !sid.isEmpty())
                .toList();
    }
}
