package io.github.streamlifecycle.livekit.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a room of one name. Joining the facts of observations is all that ever happens to it.
 *
 * @param creation which room has the name now
 * @param finished when a room of this name was last finished
 * @param lists when its participants were listed
 * @param spans when the sources saw and were blind
 * @param people by identity
 */
record RoomFacts(RoomMoment creation, RoomMoment finished, Lists lists, SourceSpans spans, List<Person> people) {
    static final RoomFacts NONE =
            new RoomFacts(RoomMoment.UNKNOWN, RoomMoment.UNKNOWN, Lists.NONE, SourceSpans.NONE, List.of());

    /** What an origin alone says. */
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

    /** Whether the room that has the name now was finished at a moment or later. */
    boolean isFinishedSince(long atMillis) {
        return finished.atMillis() > 0 && finished.isOfRoomOf(creation) && atMillis <= finished.atMillis();
    }

    /** Whether a stay belongs to a room that is over: finished, or followed by another of the same name. */
    boolean isOver(Start stay) {
        return isFinishedSince(stay.atMillis()) || stay.isBefore(creation.atMillis());
    }

    /** Whether an event is one of the room that has the name now. */
    boolean isSinceCreation(long atMillis) {
        return !new Start(atMillis, false).isBefore(creation.atMillis());
    }

    @Nullable
    Person person(String identity) {
        int at = Fact.indexOf(people, identity);
        return at >= 0 ? people.get(at) : null;
    }
}
