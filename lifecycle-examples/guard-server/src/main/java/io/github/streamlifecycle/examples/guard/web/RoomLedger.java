package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All rooms with their history, and when each last changed, so that a reader that has them gets only what is new. Its mark
 * names the process too, since counting begins anew with each. Thread-safe.
 */
final class RoomLedger {
    static final int MOST_GONE = 1_000;

    private final String process;
    /** All below is guarded by this. */
    private final Map<String, Entry> rooms = new LinkedHashMap<>();

    private final Map<String, Long> gone = new LinkedHashMap<>();
    /** Readers whose mark is before this may have missed that a room is gone. */
    private long forgotten;

    private long version;
    private long lookedAtMillis;

    private static final class Entry {
        private final RoomHistory history = new RoomHistory();
        private RoomGuard room;
        private List<Object> gist = List.of();
        private long version;

        Entry(RoomGuard room) {
            this.room = room;
        }
    }

    RoomLedger(String process) {
        this.process = process;
    }

    /** Takes in how the rooms are now. */
    synchronized void look(List<RoomGuard> now, long nowMillis) {
        version++;
        Set<String> names = new HashSet<>();
        for (RoomGuard room : now) {
            names.add(room.room());
            gone.remove(room.room());
            Entry entry = rooms.computeIfAbsent(room.room(), name -> new Entry(room));
            entry.room = room;
            List<Object> gist = RoomGist.of(room);
            if (entry.version == 0 || !gist.equals(entry.gist)) {
                entry.gist = gist;
                entry.version = version;
                entry.history.look(room, lookedAtMillis, nowMillis);
            }
        }
        rooms.keySet().removeIf(name -> !names.contains(name) && note(name));
        lookedAtMillis = nowMillis;
    }

    private boolean note(String name) {
        gone.put(name, version);
        if (gone.size() > MOST_GONE) {
            String first = gone.keySet().iterator().next();
            forgotten = gone.remove(first);
        }
        return true;
    }

    /** Tells when the rooms were last looked at, in milliseconds since the epoch. */
    synchronized long lookedAtMillis() {
        return lookedAtMillis;
    }

    /** Adds to an answer the rooms that have changed since a mark, or all of them to one that cannot be gone on from. */
    synchronized void addSince(@Nullable String mark, JsonObject answer) {
        long since = number(mark);
        boolean isFull = since < forgotten || since > version;
        JsonArray changed = new JsonArray();
        for (Entry entry : rooms.values()) {
            if (isFull || entry.version > since) {
                changed.add(json(entry));
            }
        }
        JsonArray removed = new JsonArray();
        gone.forEach((name, when) -> {
            if (!isFull && when > since) {
                removed.add(name);
            }
        });
        answer.addProperty("mark", process + "-" + version);
        answer.addProperty("full", isFull);
        answer.add("rooms", changed);
        answer.add("gone", removed);
    }

    /** Returns a room with its history; null if there is none of this name. */
    synchronized @Nullable JsonObject room(String name) {
        Entry entry = rooms.get(name);
        return entry == null ? null : json(entry);
    }

    private JsonObject json(Entry entry) {
        JsonObject json = GuardJson.room(entry.room, lookedAtMillis);
        json.add("history", entry.history.json());
        return json;
    }

    private long number(@Nullable String mark) {
        String prefix = process + "-";
        try {
            return mark != null && mark.startsWith(prefix) ? Long.parseLong(mark.substring(prefix.length())) : -1;
        } catch (NumberFormatException none) {
            return -1;
        }
    }
}
