package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.bytes.ByteReader;
import io.github.streamlifecycle.livekit.bytes.ByteWriter;
import io.github.streamlifecycle.livekit.bytes.Form;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The serialized form of an observation: a byte for the version, a constant for its sort, and the parts of its record. */
final class ObservationBytes {
    private static final Form FORM = new Form("observation", (byte) 1);

    private ObservationBytes() {}

    /** The sorts of observations. The constants' order is part of what is written. */
    private enum Sort {
        ROOM_STARTED,
        ROOM_FINISHED,
        JOINED,
        LEFT,
        ABORTED,
        TRACK_PUBLISHED,
        TRACK_UNPUBLISHED,
        LISTED,
        MEDIA,
        LEASE,
        LEASE_MEDIA_DOWN,
        BLIND,
        SEES
    }

    static byte[] write(Observation observation) {
        ByteWriter out = FORM.begin();
        if (observation instanceof Observation.RoomStarted) {
            begin(out, Sort.ROOM_STARTED, observation);
        } else if (observation instanceof Observation.RoomFinished) {
            begin(out, Sort.ROOM_FINISHED, observation);
        } else if (observation instanceof Observation.Joined joined) {
            begin(out, Sort.JOINED, observation);
            write(out, joined.participant());
        } else if (observation instanceof Observation.Left left) {
            begin(out, Sort.LEFT, observation);
            write(out, left.participant());
            out.constant(left.reason());
        } else if (observation instanceof Observation.Aborted aborted) {
            begin(out, Sort.ABORTED, observation);
            write(out, aborted.participant());
        } else if (observation instanceof Observation.TrackPublished published) {
            begin(out, Sort.TRACK_PUBLISHED, observation);
            write(out, published.participant());
            out.text(published.trackSid());
        } else if (observation instanceof Observation.TrackUnpublished unpublished) {
            begin(out, Sort.TRACK_UNPUBLISHED, observation);
            write(out, unpublished.participant());
            out.text(unpublished.trackSid());
        } else if (observation instanceof Observation.Listed listed) {
            begin(out, Sort.LISTED, observation);
            out.list(listed.participants(), one -> write(out, one));
        } else {
            writeSign(out, observation);
        }
        return out.written();
    }

    private static void writeSign(ByteWriter out, Observation observation) {
        if (observation instanceof Observation.Media media) {
            begin(out, Sort.MEDIA, observation);
            write(out, media.participant());
            out.constant(media.sign());
        } else if (observation instanceof Observation.Lease lease) {
            begin(out, Sort.LEASE, observation);
            out.text(lease.identity());
            out.constant(lease.sign());
        } else if (observation instanceof Observation.LeaseMediaDown down) {
            begin(out, Sort.LEASE_MEDIA_DOWN, observation);
            out.text(down.identity());
            out.text(down.reason());
        } else if (observation instanceof Observation.Blind blind) {
            begin(out, Sort.BLIND, observation);
            out.text(blind.why());
        } else if (observation instanceof Observation.Sees) {
            begin(out, Sort.SEES, observation);
        }
    }

    private static void begin(ByteWriter out, Sort sort, Observation observation) {
        out.constant(sort);
        Origin origin = observation.origin();
        out.constant(origin.source());
        out.text(origin.room().name());
        out.text(origin.room().id());
        out.number(origin.room().createdAtMillis());
        out.number(origin.atMillis());
    }

    static Observation read(byte[] bytes) {
        return FORM.read(bytes, in -> read(in, in.constant(Sort.class)));
    }

    private static Observation read(ByteReader in, Sort sort) {
        Origin origin =
                new Origin(in.constant(Source.class), new RoomKey(in.text(), in.text(), in.number()), in.number());
        return switch (sort) {
            case ROOM_STARTED -> new Observation.RoomStarted(origin);
            case ROOM_FINISHED -> new Observation.RoomFinished(origin);
            case JOINED -> new Observation.Joined(origin, participant(in));
            case LEFT -> new Observation.Left(origin, participant(in), in.constant(LeftReason.class));
            case ABORTED -> new Observation.Aborted(origin, participant(in));
            case TRACK_PUBLISHED -> new Observation.TrackPublished(origin, key(in), in.text());
            case TRACK_UNPUBLISHED -> new Observation.TrackUnpublished(origin, key(in), in.text());
            case LISTED -> new Observation.Listed(origin, in.list(() -> participant(in)));
            case MEDIA -> new Observation.Media(origin, key(in), in.constant(MediaSign.class));
            case LEASE -> new Observation.Lease(origin, in.text(), in.constant(LeaseSign.class));
            case LEASE_MEDIA_DOWN -> new Observation.LeaseMediaDown(origin, in.text(), in.text());
            case BLIND -> new Observation.Blind(origin, in.text());
            case SEES -> new Observation.Sees(origin);
        };
    }

    private static void write(ByteWriter out, ParticipantKey key) {
        out.text(key.identity());
        out.text(key.sid());
        out.number(key.joinedAtMillis());
    }

    private static ParticipantKey key(ByteReader in) {
        return new ParticipantKey(in.text(), in.text(), in.number());
    }

    private static void write(ByteWriter out, RoomParticipant participant) {
        write(out, participant.key());
        out.constant(participant.kind());
        out.list(List.copyOf(participant.traits()), out::constant);
        out.list(List.copyOf(participant.attributes().entrySet()), attribute -> {
            out.text(attribute.getKey());
            out.text(attribute.getValue());
        });
        out.text(participant.metadata());
        out.list(participant.tracks(), out::text);
    }

    private static RoomParticipant participant(ByteReader in) {
        return new RoomParticipant(
                key(in), in.constant(Kind.class), traits(in), attributes(in), in.text(), in.list(in::text));
    }

    private static Set<Trait> traits(ByteReader in) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        traits.addAll(in.list(() -> in.constant(Trait.class)));
        return traits;
    }

    private static Map<String, String> attributes(ByteReader in) {
        Map<String, String> attributes = new HashMap<>();
        in.list(() -> attributes.put(in.text(), in.text()));
        return attributes;
    }
}
