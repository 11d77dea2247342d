package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomModels;
import java.util.Map;
import java.util.function.Consumer;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/** What a watcher tells of its stay in a room: that it sees, who left, the signs that changed, and why it sees no more. */
final class Telling {
    private final Consumer<Observation> observations;
    private RoomKey room;
    private ToldSigns told = ToldSigns.NONE;

    Telling(String room, Consumer<Observation> observations) {
        this.room = RoomKey.named(room);
        this.observations = observations;
    }

    void sees(Room joined) {
        room = RoomModels.room(joined);
        observations.accept(new Observation.Sees(origin()));
    }

    void left(ParticipantInfo host) {
        observations.accept(new Observation.Left(
                origin(),
                RoomModels.participant(host),
                LeftReason.named(host.getDisconnectReason().name())));
    }

    /** Tells those that changed. */
    void signs(Map<ParticipantKey, MediaSign> signs) {
        told.changesTo(signs).forEach(this::sign);
        told = new ToldSigns(signs);
    }

    void blind(String why) {
        told.byParticipant().forEach((participant, sign) -> {
            if (sign == MediaSign.FLOWS) {
                sign(participant, sign); // until now
            }
        });
        observations.accept(new Observation.Blind(origin(), why));
    }

    private void sign(ParticipantKey participant, MediaSign sign) {
        observations.accept(new Observation.Media(origin(), participant, sign));
    }

    private Origin origin() {
        return new Origin(Source.MEDIA_WATCH, room, System.currentTimeMillis());
    }
}
