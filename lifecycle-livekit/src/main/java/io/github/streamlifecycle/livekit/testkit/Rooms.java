package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import livekit.LivekitModels.Codec;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitWebhook.WebhookEvent;

/** The rooms and who is in them. A room ends 20 s after its last participant left; recorders and agents do not hold it open. */
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

    private final World world;
    private final Ids ids;
    private final Consumer<WebhookEvent.Builder> webhooks;
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final List<RoomListener> listeners = new ArrayList<>();

    Rooms(World world, Ids ids, Consumer<WebhookEvent.Builder> webhooks) {
        this.world = world;
        this.ids = ids;
        this.webhooks = webhooks;
    }

    void tell(RoomListener listener) {
        listeners.add(listener);
    }

    Optional<Room> find(String name) {
        return Optional.ofNullable(rooms.get(name));
    }

    Collection<Room> all() {
        return List.copyOf(rooms.values());
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
            Room room = new Room(info, world);
            webhooks.accept(WebhookEvent.newBuilder().setEvent("room_started").setRoom(room.info));
            room.end = world.after(EMPTY_TIMEOUT, () -> finish(room, DisconnectReason.ROOM_CLOSED));
            return room;
        });
    }

    /** Lets a participant in. One of the same identity is replaced: its new session has a new sid. */
    void join(Room room, Participant participant) {
        enter(room, participant);
        announce(room, participant);
    }

    /** Lists a participant whose media is not connected yet. */
    void enter(Room room, Participant participant) {
        Participant old = room.participants.get(participant.identity());
        if (old != null) {
            leave(room, old, DisconnectReason.DUPLICATE_IDENTITY);
        }
        if (room.end != null && !participant.isDependent()) {
            room.end.callOff();
            room.end = null;
        }
        room.participants.put(participant.identity(), participant);
        room.changed();
    }

    /** Tells that a participant is ACTIVE. */
    void announce(Room room, Participant participant) {
        participant.info.setState(ParticipantInfo.State.ACTIVE);
        webhooks.accept(WebhookEvent.newBuilder()
                .setEvent("participant_joined")
                .setRoom(room.info)
                .setParticipant(participant.info));
        changed(room, participant);
    }

    private void changed(Room room, Participant participant) {
        List.copyOf(listeners).forEach(listener -> listener.changed(room, participant));
    }

    /** Mutes or unmutes all of a participant's tracks. */
    void mute(Room room, Participant participant, Muting muting) {
        participant.mute(muting);
        changed(room, participant);
    }

    /** Mutes or unmutes a track. */
    void mute(Room room, Participant participant, String trackSid, Muting muting) {
        participant.mute(trackSid, muting);
        changed(room, participant);
    }

    /** What LiveKit thinks of the connection of a participant that is in the room. */
    void quality(Room room, Participant participant, ConnectionQuality quality) {
        if (room.participants.get(participant.identity()) == participant) {
            List.copyOf(listeners).forEach(listener -> listener.quality(room, participant, quality));
        }
    }

    /** Lets a host in that publishes a camera. */
    void joinAndPublish(Room room, Participant host) {
        join(room, host);
        publish(room, host, camera(host, 1));
    }

    /** A new track for a participant's camera. */
    TrackInfo camera(Participant host, int ssrc) {
        return host.newCamera(ids.next("TR_VC"), ssrc, world);
    }

    /** A new track for a microphone. */
    TrackInfo microphone() {
        return Microphone.track(ids.next("TR_AM"), world);
    }

    /** Publishes one more track of somebody in the room. */
    void publish(Room room, Participant host, TrackInfo track) {
        host.publish(track);
        room.changed();
        webhooks.accept(track(room, host, track).setEvent("track_published"));
        listeners.forEach(listener -> listener.published(room));
        changed(room, host);
    }

    /** Ends what a participant publishes, who stays, and stays a publisher by the counts. */
    void unpublish(Room room, Participant participant) {
        tellUnpublished(room, participant);
        listeners.forEach(listener -> listener.unpublished(room));
        changed(room, participant);
    }

    private void tellUnpublished(Room room, Participant participant) {
        participant
                .unpublish()
                .forEach(
                        track -> webhooks.accept(track(room, participant, track).setEvent("track_unpublished")));
    }

    /** Lets a participant go, if it is the one that is in the room under its identity. */
    void leave(Room room, Participant participant, DisconnectReason reason) {
        if (!room.participants.remove(participant.identity(), participant)) {
            return;
        }
        room.changed();
        tellUnpublished(room, participant);
        boolean wasActive = participant.info.getState() == ParticipantInfo.State.ACTIVE;
        participant.gone(reason);
        webhooks.accept(WebhookEvent.newBuilder()
                .setEvent(wasActive ? "participant_left" : "participant_connection_aborted")
                .setRoom(room.info)
                .setParticipant(participant.info));
        List.copyOf(listeners).forEach(listener -> listener.left(room, participant));
        changed(room, participant);
        if (room.isEmpty() && room.end == null) {
            room.end = world.after(DEPARTURE_TIMEOUT, () -> finish(room, DisconnectReason.ROOM_CLOSED));
        }
    }

    /** Ends a room, and with it everything in it. */
    void finish(Room room, DisconnectReason reason) {
        if (!rooms.remove(room.name(), room)) {
            return;
        }
        List.copyOf(room.participants.values()).forEach(participant -> leave(room, participant, reason));
        if (room.end != null) {
            room.end.callOff();
        }
        webhooks.accept(WebhookEvent.newBuilder().setEvent("room_finished").setRoom(room.info));
        listeners.forEach(listener -> listener.finished(room));
    }

    private static WebhookEvent.Builder track(Room room, Participant participant, TrackInfo track) {
        return WebhookEvent.newBuilder()
                .setRoom(room.reference())
                .setParticipant(participant.reference())
                .setTrack(track);
    }
}
