package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.room.Fusion.StayState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The limit on remembered participants, which keeps the state of a room small while thousands come and go. */
final class RoomLimit {
    /**
     * By worth, the least first: left and never published, never published, left, publishing; then by when each was
     * last heard of. Hosts that the rule names come last of all.
     */
    private static final Comparator<PersonView> BY_WORTH = Comparator.comparing(RoomLimit::hasEverPublished)
            .thenComparing(RoomLimit::isThere)
            .thenComparing(PersonView::heardAt)
            .thenComparing(view -> view.person().identity());

    private RoomLimit() {}

    static RoomFacts applied(RoomFacts facts, Predicate<PersonView> isNamed, long nowMillis) {
        List<PersonView> views = new ArrayList<>();
        for (Person person : facts.people()) {
            views.add(PersonView.at(facts, person));
        }
        views.removeIf(view ->
                !hasEverPublished(view) && view.heardAt() < nowMillis - RoomView.FORGET_AFTER_MILLIS && !isThere(view));
        int tooMany = views.size() - RoomView.MOST_PEOPLE;
        if (tooMany > 0) {
            views.sort(Comparator.comparing(isNamed::test).thenComparing(BY_WORTH));
            views.subList(0, tooMany).clear();
            views.sort(Comparator.comparing(view -> view.person().identity()));
        }
        return views.size() == facts.people().size()
                ? facts
                : facts.withPeople(views.stream().map(PersonView::person).toList());
    }

    private static boolean hasEverPublished(PersonView view) {
        return view.person().published().atMillis() > 0 || view.person().leasedAt() > 0;
    }

    private static boolean isThere(PersonView view) {
        StayState stays = view.stayState();
        return stays != StayState.MISSING && stays != StayState.GONE;
    }
}
