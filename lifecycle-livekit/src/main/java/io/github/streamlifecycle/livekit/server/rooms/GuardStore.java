package io.github.streamlifecycle.livekit.server.rooms;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The memory of {@link RoomGuards} over restarts: one small value for each room. Everything works without one, only that
 * after a restart a host that has dropped meanwhile is found by the orphan limit, not by its grace period.
 *
 * <p>Called on one thread at a time. What it throws is logged and costs that room's memory, nothing else.
 *
 * @since 0.1.0
 */
public interface GuardStore {
    /**
     * Returns everything that is stored. Called once, when guards start.
     *
     * @return the values by the room's name
     */
    Map<String, byte[]> loadAll();

    /**
     * Stores the value of a room in place of the one before. It need not be durable at once.
     *
     * @param room the room's name
     * @param guard the value, of a few hundred bytes
     */
    void put(String room, byte[] guard);

    /**
     * Removes the value of a room, if there is one.
     *
     * @param room the room's name
     */
    void remove(String room);

    /**
     * Returns a store in memory: it outlives the guards, but not the process.
     *
     * @return an empty store
     */
    static GuardStore inMemory() {
        return new InMemory();
    }

    /** A map. */
    final class InMemory implements GuardStore {
        private final Map<String, byte[]> guards = new ConcurrentHashMap<>();

        private InMemory() {}

        @Override
        public Map<String, byte[]> loadAll() {
            return Map.copyOf(guards);
        }

        @Override
        public void put(String room, byte[] guard) {
            guards.put(room, guard.clone());
        }

        @Override
        public void remove(String room) {
            guards.remove(room);
        }
    }
}
