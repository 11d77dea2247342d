package io.github.streamlifecycle.livekit.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All facts about a room of one name. They only ever grow, by joining those of observations.
 *
 * @param creation the creation of the room that has the name now
 * @param finished the latest end of a room of this name
 * @param lists the times when its participants were listed
 * @param spans the times when the sources saw and were blind
 * @param people the facts about each person, by identity
 */
record RoomFacts(RoomMoment creation, RoomMoment finished, Lists lists, SourceSpans spans, List<Person> people) {
    static final RoomFacts NONE =
            new RoomFacts(RoomMoment.UNKNOWN, RoomMoment.UNKNOWN, Lists.NONE, SourceSpans.NONE, List.of());

    /** Returns the facts that an origin alone states. */
    static RoomFacts of(Observation.Origin origin) {
        return new RoomFacts(
                RoomMoment.creation(origin), RoomMoment.UNKNOWN, Lists.NONE, SourceSpans.seeing(origin), List.of());
    }

    RoomFacts withFinished(RoomMoment end) {
        return new RoomFacts(creation, end, lists, spans, people);
    }

    RoomFacts withListedAt(long atMillis) {
        return new RoomFacts(creation, finished, new Lists(atMillis, 0), spans, people);
    }

    RoomFacts withSpans(SourceSpans all) {
        return new RoomFacts(creation, finished, lists, all, people);
    }

    RoomFacts withPeople(List<Person> all) {
        return new RoomFacts(creation, finished, lists, spans, all);
    }

    RoomFacts join(RoomFacts other) {
        return new RoomFacts(
                creation.join(other.creation),
                finished.join(other.finished),
                lists.join(other.lists),
                spans.join(other.spans),
                Fact.join(people, other.people));
    }

    /** Returns whether the room that has the name now was finished at a moment or later. */
    boolean isFinishedSince(long atMillis) {
        return finished.atMillis() > 0 && finished.isOfRoomOf(creation) && atMillis <= finished.atMillis();
    }

    /** Returns whether a stay belongs to a room that is over: finished, or followed by another of the same name. */
    boolean isOver(StayStart stay) {
        return isFinishedSince(stay.atMillis()) || stay.isBefore(creation.atMillis());
    }

    /** Returns whether somebody published in the room that has the name now. */
    boolean isOfTheRoom(Publication published) {
        if (published.roomId().isEmpty() || creation.atMillis() == 0) {
            return !StayStart.seen(published.atMillis()).isBefore(creation.atMillis());
        }
        return published.roomId().equals(creation.id());
    }

    @Nullable
    Person person(String identity) {
        int at = Fact.indexOf(people, identity);
        return at >= 0 ? people.get(at) : null;
    }
}
