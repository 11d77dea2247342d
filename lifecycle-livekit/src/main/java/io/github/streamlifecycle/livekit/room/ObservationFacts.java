package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.room.HostRule.Verdict;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The facts that an observation states, regardless of anything known before. */
record ObservationFacts(Origin origin, HostRule rule) {
    static RoomFacts of(Observation observation, HostRule rule) {
        return new ObservationFacts(observation.origin(), rule).in(observation);
    }

    private RoomFacts in(Observation observation) {
        RoomFacts told = RoomFacts.of(origin);
        if (observation instanceof Observation.Lease lease) {
            return told.withPeople(lease(lease.identity(), lease.sign()));
        }
        if (observation instanceof Observation.Media media) {
            return told.withPeople(media(media));
        }
        if (observation instanceof Observation.Listed listed) {
            return told.withListedAt(origin.atMillis()).withPeople(listed(listed.participants()));
        }
        if (observation instanceof Observation.LeaseMediaDown down) {
            return told.withPeople(lease(down.identity(), LeaseSign.MEDIA_DOWN));
        }
        if (observation instanceof Observation.Blind) {
            return told.withSpans(SourceSpans.blind(origin));
        }
        if (observation instanceof Observation.RoomFinished) {
            return told.withFinished(RoomMoment.end(origin));
        }
        return told.withPeople(ofParticipant(observation));
    }

    private List<Person> ofParticipant(Observation observation) {
        if (observation instanceof Observation.Joined joined) {
            return joined(joined.participant());
        }
        if (observation instanceof Observation.Left left) {
            return left(left.participant(), left.reason());
        }
        if (observation instanceof Observation.Aborted aborted) {
            return left(aborted.participant(), LeftReason.JOIN_FAILURE);
        }
        if (observation instanceof Observation.TrackPublished published) {
            ParticipantKey key = published.participant();
            Stay stay = Stay.of(key.sid(), StayStart.of(key, origin.atMillis())).withSeen(said());
            return published(key, stay, new TrackStay(published.trackSid(), key.sid(), origin.atMillis(), 0, 0));
        }
        if (observation instanceof Observation.TrackUnpublished unpublished) {
            ParticipantKey key = unpublished.participant();
            Stay stay = Stay.of(key.sid(), StayStart.of(key)).withSeen(said());
            return published(key, stay, new TrackStay(unpublished.trackSid(), key.sid(), 0, 0, origin.atMillis()));
        }
        return List.of(); // the room started, the source sees: the origin says it all
    }

    private List<Person> joined(RoomParticipant participant) {
        if (participant.isBystander()) {
            return List.of();
        }
        return List.of(described(participant, there(participant).withSeen(said())));
    }

    private List<Person> left(RoomParticipant participant, LeftReason reason) {
        if (reason.meaning() == LeftReason.Meaning.STAYS) {
            return joined(participant);
        }
        if (participant.isBystander()) {
            return List.of();
        }
        Stay stay = stay(participant, StayStart.of(participant.key())).withEnding(new Ending(reason, said()));
        return List.of(Person.told(participant.identity(), published(participant), stay, List.of()));
    }

    private List<Person> listed(List<RoomParticipant> participants) {
        Map<String, Person> people = new TreeMap<>();
        for (RoomParticipant participant : participants) {
            if (!participant.isBystander()) {
                Person person = described(participant, there(participant).withListed(origin.atMillis()));
                people.merge(person.identity(), person, Person::join);
            }
        }
        return List.copyOf(people.values());
    }

    private List<Person> media(Observation.Media media) {
        ParticipantKey key = media.participant();
        boolean received = media.sign() == MediaSign.FLOWS || media.sign() == MediaSign.STALLED;
        Stay stay = Stay.of(key.sid(), StayStart.of(key, origin.atMillis()))
                .withMedia(new Reading<>(origin.atMillis(), media.sign()));
        return List.of(Person.told(key.identity(), received ? within(key) : Publication.NONE, stay, List.of()));
    }

    private List<Person> lease(String identity, LeaseSign sign) {
        Reading<LeaseSign> lease = new Reading<>(origin.atMillis(), sign);
        long leasedAt = sign == LeaseSign.RENEWED ? origin.atMillis() : 0;
        return List.of(new Person(identity, Publication.NONE, leasedAt, lease, List.of(), List.of()));
    }

    private List<Person> published(ParticipantKey key, Stay stay, TrackStay track) {
        return List.of(Person.told(key.identity(), within(key), stay, List.of(track)));
    }

    /** Returns the facts about a participant that is there, with its tracks. */
    private Person described(RoomParticipant participant, Stay stay) {
        return Person.told(participant.identity(), published(participant), stay, tracks(participant, stay));
    }

    private List<TrackStay> tracks(RoomParticipant participant, Stay stay) {
        long listed = stay.listedAt();
        long published = listed == 0 ? origin.atMillis() : 0;
        return TrackStay.limited(participant.tracks().stream()
                .distinct()
                .sorted()
                .map(sid -> new TrackStay(sid, stay.sid(), published, listed, 0))
                .toList());
    }

    private Stay there(RoomParticipant participant) {
        return stay(participant, StayStart.of(participant.key(), origin.atMillis()));
    }

    private Stay stay(RoomParticipant participant, StayStart start) {
        Verdict verdict = rule.of(origin.room().name(), participant);
        return Stay.of(participant.key().sid(), start).withVerdict(new Reading<>(origin.atMillis(), verdict));
    }

    private Publication published(RoomParticipant participant) {
        return participant.hasPublished() ? within(participant.key()) : Publication.NONE;
    }

    /** Returns that a stay has published, at a moment of it by LiveKit's clock, which is the one that dates rooms. */
    private Publication within(ParticipantKey key) {
        boolean isItsClock = key.joinedAtMillis() != 0 || origin.source() == Source.WEBHOOK;
        long seenAt = key.joinedAtMillis() != 0 ? key.joinedAtMillis() : origin.atMillis();
        return new Publication(
                isItsClock ? seenAt : Math.max(1, seenAt - RoomView.CLOCK_SKEW_MILLIS),
                origin.room().id());
    }

    private Reading<Source> said() {
        return new Reading<>(origin.atMillis(), origin.source());
    }
}
