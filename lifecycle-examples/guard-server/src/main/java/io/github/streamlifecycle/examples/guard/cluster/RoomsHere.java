package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/** The rooms that this replica guards, and how many have moved to it and away from it. Thread-safe. */
final class RoomsHere {
    private final Map<String, Entry> rooms = new ConcurrentHashMap<>();
    private final LongAdder arrived = new LongAdder();
    private final LongAdder departed = new LongAdder();

    private record Entry(ActorRef<RoomMessage> entity, Supplier<RoomGuard> guard) {}

    /** Notes that an entity guards a room; false if it was known to. */
    boolean add(String room, ActorRef<RoomMessage> entity, Supplier<RoomGuard> guard) {
        Entry before = rooms.put(room, new Entry(entity, guard));
        return before == null || !before.entity().equals(entity);
    }

    /** Notes that an entity guards its room no longer; another one may by now. */
    void remove(String room, ActorRef<RoomMessage> entity) {
        rooms.computeIfPresent(room, (name, entry) -> entry.entity().equals(entity) ? null : entry);
    }

    boolean contains(String room) {
        return rooms.containsKey(room);
    }

    Set<String> names() {
        return Set.copyOf(rooms.keySet());
    }

    List<RoomGuard> guards() {
        return rooms.values().stream().map(entry -> entry.guard().get()).toList();
    }

    void tellAll(RoomMessage message) {
        rooms.values().forEach(entry -> entry.entity().tell(message));
    }

    int size() {
        return rooms.size();
    }

    void hasArrived() {
        arrived.increment();
    }

    void hasDeparted() {
        departed.increment();
    }

    long arrived() {
        return arrived.sum();
    }

    long departed() {
        return departed.sum();
    }
}
