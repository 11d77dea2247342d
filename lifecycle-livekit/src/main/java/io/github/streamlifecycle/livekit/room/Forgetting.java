package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.room.Fusion.StayState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who is forgotten, so that a room of thousands who come and go stays small. */
final class Forgetting {
    /** By worth, the least first: left and never published, never published, left, publishes; then who was heard of last. */
    private static final Comparator<Look> BY_WORTH = Comparator.comparing(Forgetting::hasEverPublished)
            .thenComparing(Forgetting::isThere)
            .thenComparing(Look::heardAt)
            .thenComparing(look -> look.person().identity());

    private Forgetting() {}

    static RoomFacts applied(RoomFacts facts, long nowMillis) {
        List<Look> looks = new ArrayList<>();
        for (Person person : facts.people()) {
            looks.add(Look.at(facts, person));
        }
        looks.removeIf(look ->
                !hasEverPublished(look) && look.heardAt() < nowMillis - RoomView.FORGET_AFTER_MILLIS && !isThere(look));
        int tooMany = looks.size() - RoomView.MOST_PEOPLE;
        if (tooMany > 0) {
            looks.sort(BY_WORTH);
            looks.subList(0, tooMany).clear();
            looks.sort(Comparator.comparing(look -> look.person().identity()));
        }
        return looks.size() == facts.people().size()
                ? facts
                : facts.withPeople(looks.stream().map(Look::person).toList());
    }

    private static boolean hasEverPublished(Look look) {
        return look.person().publishedAt() > 0;
    }

    private static boolean isThere(Look look) {
        StayState stays = look.stayState();
        return stays != StayState.MISSING && stays != StayState.GONE;
    }
}
