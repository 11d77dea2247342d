package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import livekit.LivekitModels.Codec;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitWebhook.WebhookEvent;
import org.jspecify.annotations.Nullable;

/** The rooms and who is in them. A room ends 20 s after its last participant left; recorders do not hold it open. */
final class Rooms {
    /** From the last packet of a WHIP host to its participant_left: 16.1-16.9 s. */
    static final Duration LEFT_AFTER_DROP = Duration.ofMillis(16_400);

    private static final Duration DEPARTURE_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration EMPTY_TIMEOUT = Duration.ofMinutes(5);
    private static final List<String> CODECS = List.of(
            "audio/PCMU",
            "audio/PCMA",
            "audio/opus",
            "audio/red",
            "video/VP8",
            "video/H264",
            "video/VP9",
            "video/AV1",
            "video/H265",
            "video/rtx");

    /** One room, from room_started to room_finished. */
    static final class Room {
        final livekit.LivekitModels.Room.Builder info;
        final Map<String, Participant> participants = new LinkedHashMap<>();
        World.@Nullable Planned end;

        private Room(livekit.LivekitModels.Room.Builder info) {
            this.info = info;
        }

        String name() {
            return info.getName();
        }

        boolean hasTracks() {
            return participants.values().stream().anyMatch(one -> one.info.getTracksCount() > 0);
        }

        private boolean isEmpty() {
            return participants.values().stream().allMatch(Participant::isRecorder);
        }
    }

    private final World world;
    private final Ids ids;
    private final Consumer<WebhookEvent.Builder> webhooks;
    private final Map<String, Room> rooms = new HashMap<>();
    private final List<Consumer<Participant>> onLeft = new ArrayList<>();
    private final List<Consumer<Room>> onFinished = new ArrayList<>();

    Rooms(World world, Ids ids, Consumer<WebhookEvent.Builder> webhooks) {
        this.world = world;
        this.ids = ids;
        this.webhooks = webhooks;
    }

    void onLeft(Consumer<Participant> listener) {
        onLeft.add(listener);
    }

    void onFinished(Consumer<Room> listener) {
        onFinished.add(listener);
    }

    Optional<Room> find(String name) {
        return Optional.ofNullable(rooms.get(name));
    }

    Room findOrMake(String name) {
        return rooms.computeIfAbsent(name, missing -> {
            var info = livekit.LivekitModels.Room.newBuilder()
                    .setSid(ids.next("RM_"))
                    .setName(missing)
                    .setEmptyTimeout((int) EMPTY_TIMEOUT.toSeconds())
                    .setDepartureTimeout((int) DEPARTURE_TIMEOUT.toSeconds())
                    .setCreationTime(world.seconds())
                    .setCreationTimeMs(world.millis());
            CODECS.forEach(mime -> info.addEnabledCodecs(Codec.newBuilder().setMime(mime)));
            Room room = new Room(info);
            webhooks.accept(WebhookEvent.newBuilder().setEvent("room_started").setRoom(room.info));
            room.end = world.after(EMPTY_TIMEOUT, () -> finish(room));
            return room;
        });
    }

    /** Lets a participant in. One of the same identity is replaced: its new session has a new sid. */
    void join(Room room, Participant participant) {
        Participant old = room.participants.get(participant.identity());
        if (old != null) {
            leave(room, old, DisconnectReason.DUPLICATE_IDENTITY);
        }
        if (room.end != null && !participant.isRecorder()) {
            room.end.callOff();
            room.end = null;
        }
        webhooks.accept(WebhookEvent.newBuilder()
                .setEvent("participant_joined")
                .setRoom(room.info)
                .setParticipant(participant.info));
        room.participants.put(participant.identity(), participant);
        count(room);
    }

    /** Lets a host in that publishes a camera. */
    void joinAndPublish(Room room, Participant host, int ssrc) {
        join(room, host);
        publish(room, host, Participant.camera(ids.next("TR_VC"), ssrc, world));
    }

    private void publish(Room room, Participant participant, TrackInfo track) {
        participant.published(track);
        count(room);
        webhooks.accept(track(room, participant, track).setEvent("track_published"));
    }

    /** Lets a participant go, if it is the one that is in the room under its identity. */
    void leave(Room room, Participant participant, DisconnectReason reason) {
        if (!room.participants.remove(participant.identity(), participant)) {
            return;
        }
        count(room);
        for (TrackInfo track : participant.info.getTracksList()) {
            webhooks.accept(track(room, participant, track).setEvent("track_unpublished"));
        }
        participant.gone(reason);
        webhooks.accept(WebhookEvent.newBuilder()
                .setEvent("participant_left")
                .setRoom(room.info)
                .setParticipant(participant.info));
        onLeft.forEach(listener -> listener.accept(participant));
        if (room.isEmpty() && room.end == null) {
            room.end = world.after(DEPARTURE_TIMEOUT, () -> finish(room));
        }
    }

    /** Ends a room, and with it everything in it. */
    void finish(Room room) {
        if (!rooms.remove(room.name(), room)) {
            return;
        }
        List.copyOf(room.participants.values())
                .forEach(participant -> leave(room, participant, DisconnectReason.ROOM_CLOSED));
        if (room.end != null) {
            room.end.callOff();
        }
        webhooks.accept(WebhookEvent.newBuilder().setEvent("room_finished").setRoom(room.info));
        onFinished.forEach(listener -> listener.accept(room));
    }

    private static void count(Room room) {
        long people = room.participants.values().stream()
                .filter(one -> !one.isRecorder())
                .count();
        long publishers = room.participants.values().stream()
                .filter(one -> one.info.getIsPublisher())
                .count();
        boolean recorded = room.participants.values().stream().anyMatch(Participant::isRecorder);
        room.info
                .setNumParticipants((int) people)
                .setNumPublishers((int) publishers)
                .setActiveRecording(recorded);
    }

    private static WebhookEvent.Builder track(Room room, Participant participant, TrackInfo track) {
        return WebhookEvent.newBuilder()
                .setRoom(livekit.LivekitModels.Room.newBuilder()
                        .setSid(room.info.getSid())
                        .setName(room.name()))
                .setParticipant(participant.reference())
                .setTrack(track);
    }
}
