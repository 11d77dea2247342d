package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One room, from room_started to room_finished. Its counts lag: the server brings them up to date at most every 5 s, but
 * at once when a recorder comes or the last one goes.
 */
final class Room {
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);

    final livekit.LivekitModels.Room.Builder info;
    final Map<String, Participant> participants = new LinkedHashMap<>();
    World.@Nullable Planned end;

    private final World world;
    private long countedAtNanos;
    private World.@Nullable Planned count;

    Room(livekit.LivekitModels.Room.Builder info, World world) {
        this.info = info;
        this.world = world;
        this.countedAtNanos = world.nanos();
    }

    String name() {
        return info.getName();
    }

    boolean hasTracks() {
        return participants.values().stream().anyMatch(Participant::publishes);
    }

    boolean hasTrack(String sid) {
        return participants.values().stream().anyMatch(one -> one.publishes(sid));
    }

    /** Recorders and agents do not hold a room open. */
    boolean isEmpty() {
        return participants.values().stream().allMatch(Participant::isDependent);
    }

    Optional<Participant> publisherOf(String trackSid) {
        return participants.values().stream()
                .filter(one -> one.publishes(trackSid))
                .findFirst();
    }

    /** What is told of tracks names their room no closer than this. */
    livekit.LivekitModels.Room reference() {
        return livekit.LivekitModels.Room.newBuilder()
                .setSid(info.getSid())
                .setName(name())
                .build();
    }

    /** Counts now or later. */
    void changed() {
        long wait = countedAtNanos + COUNTED_EVERY.toNanos() - world.nanos();
        if (wait <= 0 || isRecorded() != info.getActiveRecording()) {
            count();
        } else if (count == null) {
            count = world.after(Duration.ofNanos(wait), this::count);
        }
    }

    private void count() {
        if (count != null) {
            count.callOff();
            count = null;
        }
        countedAtNanos = world.nanos();
        info.setActiveRecording(isRecorded())
                .setNumParticipants((int) participants.values().stream()
                        .filter(one -> !one.isDependent())
                        .count())
                .setNumPublishers((int) participants.values().stream()
                        .filter(one -> one.info.getIsPublisher())
                        .count());
    }

    private boolean isRecorded() {
        return participants.values().stream().anyMatch(Participant::isRecorder);
    }
}
