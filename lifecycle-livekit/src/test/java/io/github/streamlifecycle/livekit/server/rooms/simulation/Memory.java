package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.server.rooms.GuardStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** The store of one guard, as it survives a crash: whole, as it was some time ago, or not at all. */
final class Memory implements GuardStore {
    private final Map<String, byte[]> stored = new LinkedHashMap<>();
    private Map<String, byte[]> old = Map.of();

    @Override
    public Map<String, byte[]> loadAll() {
        return new LinkedHashMap<>(stored);
    }

    @Override
    public void put(String room, byte[] guard) {
        stored.put(room, guard);
    }

    @Override
    public void remove(String room) {
        stored.remove(room);
    }

    /** Returns a copy of what is stored now. */
    Memory taken() {
        Memory copy = new Memory();
        copy.stored.putAll(stored);
        return copy;
    }

    void takeOver(Memory other) {
        Map<String, byte[]> all = other.loadAll();
        stored.clear();
        stored.putAll(all);
    }

    void copy() {
        old = new LinkedHashMap<>(stored);
    }

    void becomesOld() {
        stored.clear();
        stored.putAll(old);
    }

    void isLost() {
        stored.clear();
    }
}
