package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Words for what sources say of one room. Moments are seconds after the room was created. */
record SeenRoom(RoomKey key) {
    static final long EPOCH = 1_795_357_000_000L;

    static SeenRoom created() {
        return new SeenRoom(new RoomKey("room", "RM_1", EPOCH));
    }

    /** Another room of the same name. */
    SeenRoom again(double second) {
        return new SeenRoom(new RoomKey(key.name(), "RM_at" + second, at(second)));
    }

    static long at(double second) {
        return EPOCH + Math.round(second * 1000);
    }

    static RoomView viewOf(HostRule rule, Observation... seen) {
        return viewOf(rule, Arrays.asList(seen));
    }

    static RoomView viewOf(HostRule rule, List<Observation> seen) {
        RoomView view = RoomView.of("room", rule);
        for (Observation observation : seen) {
            view = view.on(observation, observation.origin().atMillis());
        }
        return view;
    }

    private Origin by(Source source, double second) {
        return new Origin(source, source == Source.WEBHOOK ? key : RoomKey.named(key.name()), at(second));
    }

    /** As in the real webhooks: with the creation of the room only where it comes with the whole room, in whole seconds. */
    private Origin event(double second) {
        return new Origin(Source.WEBHOOK, key, at(Math.floor(second)));
    }

    private Origin trackEvent(double second) {
        return new Origin(Source.WEBHOOK, new RoomKey(key.name(), key.id(), 0), at(Math.floor(second)));
    }

    Observation started(double second) {
        return new Observation.RoomStarted(event(second));
    }

    Observation finished(double second) {
        return new Observation.RoomFinished(event(second));
    }

    Observation joined(Guest guest) {
        return new Observation.Joined(event(guest.joined()), guest.participant());
    }

    Observation left(Guest guest, double second, LeftReason reason) {
        return new Observation.Left(event(second), guest.participant(), reason);
    }

    Observation aborted(Guest guest, double second) {
        return new Observation.Aborted(event(second), guest.participant());
    }

    Observation published(Guest guest, double second, String track) {
        return new Observation.TrackPublished(trackEvent(second), guest.withoutStart(), track);
    }

    Observation unpublished(Guest guest, double second, String track) {
        return new Observation.TrackUnpublished(trackEvent(second), guest.withoutStart(), track);
    }

    Observation listed(double second, Guest... guests) {
        return new Observation.Listed(
                by(Source.POLLING, second),
                Arrays.stream(guests).map(Guest::participant).toList());
    }

    /** As a list says it that was asked for together with the room itself. */
    Observation listedWithId(double second, Guest... guests) {
        Observation.Listed listed = (Observation.Listed) listed(second, guests);
        return new Observation.Listed(new Origin(Source.POLLING, key, at(second)), listed.participants());
    }

    Observation media(Guest guest, double second, MediaSign sign) {
        return new Observation.Media(by(Source.MEDIA_WATCH, second), guest.key(), sign);
    }

    Observation lease(String identity, double second, LeaseSign sign) {
        return new Observation.Lease(by(Source.LEASE, second), identity, sign);
    }

    Observation mediaDown(String identity, double second) {
        return new Observation.LeaseMediaDown(by(Source.LEASE, second), identity, "ice disconnected");
    }

    Observation blind(Source source, double second) {
        return new Observation.Blind(by(source, second), "down for maintenance");
    }

    Observation sees(Source source, double second) {
        return new Observation.Sees(by(source, second));
    }

    /** One stay of somebody. */
    record Guest(String identity, double joined, Kind kind, List<String> tracks, Set<Trait> traits) {
        static Guest of(String identity, double joined) {
            return new Guest(identity, joined, Kind.STANDARD, List.of(), Set.of());
        }

        Guest ofKind(Kind other) {
            return new Guest(identity, joined, other, tracks, traits);
        }

        Guest publishing(String... sids) {
            return new Guest(identity, joined, kind, List.of(sids), Set.of(Trait.PUBLISHER));
        }

        /** As those who left are described: the tracks are gone, that it was a publisher is not. */
        Guest withoutTracks() {
            return new Guest(identity, joined, kind, List.of(), traits);
        }

        String sid() {
            return "PA_" + identity + joined;
        }

        ParticipantKey key() {
            return new ParticipantKey(identity, sid(), at(joined));
        }

        ParticipantKey withoutStart() {
            return new ParticipantKey(identity, sid(), 0);
        }

        RoomParticipant participant() {
            return RoomParticipant.of(key(), kind).withTracks(tracks).withTraits(traits);
        }
    }
}
