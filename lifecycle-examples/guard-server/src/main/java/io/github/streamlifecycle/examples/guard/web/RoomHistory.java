package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.Reason;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.room.SourceReading;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said of a room's host lately, a lane for each source and one for what the guard makes of it. It is found by looking
 * again and again. A room that has several egress is shown by the first.
 */
final class RoomHistory {
    static final int MOST_PER_LANE = 100;
    static final String FUSED = "FUSED";

    private final Lane fused = new Lane();
    private final Map<Source, Lane> sources = new EnumMap<>(Source.class);

    private record Change(long atMillis, Optional<Presence> presence, Reason reason) {
        boolean says(Change other) {
            return presence.equals(other.presence) && reason == other.reason;
        }

        JsonArray json() {
            JsonArray json = new JsonArray();
            json.add(atMillis);
            json.add(presence.map(Enum::name).map(JsonPrimitive::new).orElse(null));
            json.add(reason.name());
            return json;
        }
    }

    private static final class Lane {
        private final Deque<Change> changes = new ArrayDeque<>();

        void add(Change now, long lookedAtMillis) {
            Change last = changes.peekLast();
            if (last != null && last.says(now)) {
                return;
            }
            // what is told late has its own time, but never one before what was seen here with other eyes
            long at = last == null ? now.atMillis() : Math.max(now.atMillis(), lookedAtMillis);
            changes.addLast(new Change(Math.max(at, last == null ? 0 : last.atMillis()), now.presence(), now.reason()));
            if (changes.size() > MOST_PER_LANE) {
                changes.removeFirst();
            }
        }

        JsonArray json() {
            JsonArray json = new JsonArray();
            changes.forEach(change -> json.add(change.json()));
            return json;
        }
    }

    /**
     * Notes what is said now.
     *
     * @param room the room
     * @param lookedAtMillis when this was done before
     * @param nowMillis now
     */
    void look(RoomGuard room, long lookedAtMillis, long nowMillis) {
        Optional<RoomGuard.Guarded> egress = room.guarded().stream().findFirst();
        fused.add(
                egress.map(one -> new Change(
                                time(one.host().atMillis(), nowMillis),
                                one.host().presence(),
                                one.host().reason()))
                        .orElseGet(() -> nothing(nowMillis)),
                lookedAtMillis);
        List<SourceReading> readings = egress.map(RoomGuard.Guarded::readings).orElseGet(List::of);
        for (Source source : Source.values()) {
            Change said = readings.stream()
                    .filter(reading -> reading.source() == source)
                    .findFirst()
                    .map(reading ->
                            new Change(time(reading.atMillis(), nowMillis), reading.presence(), reading.reason()))
                    .orElseGet(() -> nothing(nowMillis));
            sources.computeIfAbsent(source, key -> new Lane()).add(said, lookedAtMillis);
        }
    }

    private static Change nothing(long nowMillis) {
        return new Change(nowMillis, Optional.empty(), Reason.NOTHING_KNOWN);
    }

    /** A source has a clock of its own, or tells no time. */
    private static long time(long toldMillis, long nowMillis) {
        return toldMillis == 0 ? nowMillis : Math.min(toldMillis, nowMillis);
    }

    /** Returns the lanes by name, each a list of {@code [at, presence, reason]}, the earliest first. */
    JsonObject json() {
        JsonObject json = new JsonObject();
        json.add(FUSED, fused.json());
        sources.forEach((source, lane) -> json.add(source.name(), lane.json()));
        return json;
    }
}
