package io.github.streamlifecycle.livekit.room;

import java.util.Comparator;

/**
 * When a room was created or finished. Of two rooms of a name, the one that was created later has it.
 *
 * @param atMillis when; 0 if that is not known
 * @param id the room's id; empty if that is not known
 * @param source the source that said so
 */
record RoomMoment(long atMillis, String id, Source source) {
    static final RoomMoment UNKNOWN = new RoomMoment(0, "", Source.WEBHOOK);

    private static final Comparator<RoomMoment> BY_TIME = Comparator.comparingLong(RoomMoment::atMillis)
            .thenComparing(RoomMoment::id)
            .thenComparing(RoomMoment::source);

    static RoomMoment creation(Observation.Origin origin) {
        RoomKey room = origin.room();
        return room.id().isEmpty() ? UNKNOWN : new RoomMoment(room.createdAtMillis(), room.id(), origin.source());
    }

    static RoomMoment end(Observation.Origin origin) {
        return new RoomMoment(origin.atMillis(), origin.room().id(), origin.source());
    }

    RoomMoment join(RoomMoment other) {
        return BY_TIME.compare(this, other) >= 0 ? this : other;
    }

    /** Whether both may be moments of the same room. */
    boolean isOfRoomOf(RoomMoment other) {
        return id.isEmpty() || other.id.isEmpty() || id.equals(other.id);
    }
}
