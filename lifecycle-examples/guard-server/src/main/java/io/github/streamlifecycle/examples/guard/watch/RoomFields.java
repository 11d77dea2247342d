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
import io.github.streamlifecycle.livekit.room.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of participants and of the observations that a media watch makes. */
final class RoomFields {
    private enum Kind {
        SEES,
        BLIND,
        MEDIA,
        LEFT
    }

    private RoomFields() {}

    /** Returns whether an observation is one of those that can be sent. */
    static boolean canWrite(Observation observation) {
        return observation instanceof Sees
                || observation instanceof Blind
                || observation instanceof Media
                || observation instanceof Left;
    }

    static void write(FieldWriter fields, Observation observation) {
        if (observation instanceof Sees) {
            write(fields.constant(Kind.SEES), observation.origin());
        } else if (observation instanceof Blind blind) {
            write(fields.constant(Kind.BLIND), blind.origin());
            fields.text(blind.why());
        } else if (observation instanceof Media media) {
            write(fields.constant(Kind.MEDIA), media.origin());
            write(fields, media.participant());
            fields.constant(media.sign());
        } else if (observation instanceof Left left) {
            write(fields.constant(Kind.LEFT), left.origin());
            write(fields, left.participant());
            fields.constant(left.reason());
        } else {
            throw new IllegalArgumentException(
                    "a media watch does not say this: " + observation.getClass().getSimpleName());
        }
    }

    static Observation observation(FieldReader fields) throws BadMessageException {
        Kind kind = fields.constant(Kind.class);
        Origin origin = origin(fields);
        return switch (kind) {
            case SEES -> new Sees(origin);
            case BLIND -> new Blind(origin, fields.text());
            case MEDIA -> new Media(origin, key(fields), fields.constant(MediaSign.class));
            case LEFT -> new Left(origin, participant(fields), fields.constant(LeftReason.class));
        };
    }

    private static void write(FieldWriter fields, Origin origin) {
        RoomKey room = origin.room();
        fields.text(room.name()).text(room.id()).number(room.createdAtMillis()).number(origin.atMillis());
    }

    private static Origin origin(FieldReader fields) throws BadMessageException {
        RoomKey room = new RoomKey(fields.text(), fields.text(), fields.number());
        return new Origin(Source.MEDIA_WATCH, room, fields.number());
    }

    private static void write(FieldWriter fields, ParticipantKey key) {
        fields.text(key.identity()).text(key.sid()).number(key.joinedAtMillis());
    }

    private static ParticipantKey key(FieldReader fields) throws BadMessageException {
        return new ParticipantKey(fields.text(), fields.text(), fields.number());
    }

    static void write(FieldWriter fields, RoomParticipant participant) {
        write(fields, participant.key());
        fields.constant(participant.kind())
                .all(participant.traits(), fields::constant)
                .all(
                        participant.attributes().entrySet(),
                        one -> fields.text(one.getKey()).text(one.getValue()))
                .text(participant.metadata())
                .all(participant.tracks(), fields::text);
    }

    static RoomParticipant participant(FieldReader fields) throws BadMessageException {
        ParticipantKey key = key(fields);
        RoomParticipant.Kind kind = fields.constant(RoomParticipant.Kind.class);
        Set<RoomParticipant.Trait> traits = Set.copyOf(fields.all(() -> fields.constant(RoomParticipant.Trait.class)));
        Map<String, String> attributes = new HashMap<>();
        fields.all(() -> attributes.put(fields.text(), fields.text()));
        String metadata = fields.text();
        List<String> tracks = fields.all(fields::text);
        return new RoomParticipant(key, kind, traits, attributes, metadata, tracks);
    }
}
