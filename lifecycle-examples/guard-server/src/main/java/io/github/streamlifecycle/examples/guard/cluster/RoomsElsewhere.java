package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.examples.guard.cluster.NeighbourMessage.RoomsAt;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that other replicas guard, as they tell of them: all names, and the guards of the first {@value #MOST_KNOWN} rooms. Those of
 * a replica that is gone are kept until others guard them, who go on from there, but for no longer than {@link #KEPT}. Thread-safe.
 */
final class RoomsElsewhere {
    static final int MOST_KNOWN = 10_000;
    static final Duration KEPT = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(RoomsElsewhere.class);

    private final Map<String, Entry> rooms = new ConcurrentHashMap<>();
    /** Replicas that are gone, and when that was noticed. */
    private final Map<String, Long> left = new ConcurrentHashMap<>();

    private record Entry(String replica, @Nullable RoomGuard guard) {}

    void take(RoomsAt told, GuardRules rules) {
        left.remove(told.replica());
        told.changed().forEach((room, bytes) -> rooms.put(room, new Entry(told.replica(), guard(room, bytes, rules))));
        told.gone()
                .forEach(room -> rooms.computeIfPresent(
                        room, (name, entry) -> entry.replica().equals(told.replica()) ? null : entry));
    }

    private @Nullable RoomGuard guard(String room, byte[] bytes, GuardRules rules) {
        if (rooms.size() >= MOST_KNOWN && !rooms.containsKey(room)) {
            return null;
        }
        try {
            return RoomGuard.fromBytes(bytes, rules);
        } catch (IllegalArgumentException newer) {
            log.debug("room {} cannot be shown, as another version guards it: {}", room, newer.getMessage());
            return null;
        }
    }

    /** Notes that a replica is gone. */
    void left(String replica, long nanoTime) {
        left.putIfAbsent(replica, nanoTime);
    }

    /** Forgets what replicas have told that have been gone for long. */
    void forget(long nanoTime) {
        left.forEach((replica, since) -> {
            if (nanoTime - since > KEPT.toNanos()) {
                rooms.values().removeIf(entry -> entry.replica().equals(replica));
                left.remove(replica, since);
            }
        });
    }

    /** Returns a room as it was when another replica last told of it. */
    Optional<RoomGuard> known(String room) {
        return Optional.ofNullable(rooms.get(room)).flatMap(entry -> Optional.ofNullable(entry.guard()));
    }

    boolean contains(String room) {
        return rooms.containsKey(room);
    }

    Set<String> names() {
        return Set.copyOf(rooms.keySet());
    }

    Optional<String> replicaOf(String room) {
        return Optional.ofNullable(rooms.get(room)).map(Entry::replica);
    }

    List<RoomGuard> guards() {
        return rooms.values().stream()
                .map(Entry::guard)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        rooms.values().forEach(entry -> counts.merge(entry.replica(), 1, Integer::sum));
        return counts;
    }
}
