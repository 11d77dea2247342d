package io.github.streamlifecycle.livekit.presence;

import java.util.Comparator;

/** The room that has the name now: of two, the one that was created later. */
record Creation(long atMillis, String id, Source source) {
    static final Creation UNKNOWN = new Creation(0, "", Source.WEBHOOK);

    private static final Comparator<Creation> BY_TIME = Comparator.comparingLong(Creation::atMillis)
            .thenComparing(Creation::id)
            .thenComparing(Creation::source);

    static Creation of(Observation.Origin origin) {
        RoomKey room = origin.room();
        return room.id().isEmpty() ? UNKNOWN : new Creation(room.createdAtMillis(), room.id(), origin.source());
    }

    Creation join(Creation other) {
        return BY_TIME.compare(this, other) >= 0 ? this : other;
    }
}
