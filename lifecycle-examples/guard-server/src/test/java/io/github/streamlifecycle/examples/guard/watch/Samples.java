package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Blind;
import io.github.streamlifecycle.livekit.room.Observation.Left;
import io.github.streamlifecycle.livekit.room.Observation.Media;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.Observation.Sees;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import io.github.streamlifecycle.livekit.room.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values as LiveKit has them. */
final class Samples {
    static final String ROOM = "room";
    static final ParticipantKey KEY = new ParticipantKey("host", "PA_1", 1_700_000_000_000L);
    static final RoomParticipant HOST = new RoomParticipant(
            KEY,
            RoomParticipant.Kind.AGENT,
            Set.of(Trait.PUBLISHER, Trait.HIDDEN),
            Map.of("role", "host", "ünï", ""),
            "{\"a\": 1}",
            List.of("TR_1", "TR_2"));

    private Samples() {}

    private static Origin at(long millis) {
        return new Origin(Source.MEDIA_WATCH, new RoomKey(ROOM, "RM_1", 1_700_000_000_000L), millis);
    }

    static Observation sees(long millis) {
        return new Sees(at(millis));
    }

    static Observation blind(long millis) {
        return new Blind(at(millis), "no answer to a ping");
    }

    static Observation media(MediaSign sign, long millis) {
        return new Media(at(millis), KEY, sign);
    }

    static Observation left(long millis) {
        return new Left(at(millis), HOST, LeftReason.CONNECTION_TIMEOUT);
    }
}
