package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.StopEnded;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The stops of a day by their reason, and how long the latest ones took from the drop on. Thread-safe. */
final class StopFigures {
    static final int MOST = 500;

    /** All are guarded by this. */
    private final Map<Drop, Integer> stops = new EnumMap<>(Drop.class);

    private final Deque<Long> latest = new ArrayDeque<>();
    private LocalDate day = LocalDate.MIN;

    /** Counts a stop that ended its egress. */
    synchronized void add(StopEnded ended, LocalDate today) {
        if (!ended.receipt().isOver()) {
            return;
        }
        turnTo(today);
        stops.merge(ended.drop(), 1, Integer::sum);
        latest.addLast(ended.sinceDrop().toMillis());
        if (latest.size() > MOST) {
            latest.removeFirst();
        }
    }

    private void turnTo(LocalDate today) {
        if (!day.equals(today)) {
            stops.clear();
            day = today;
        }
    }

    synchronized JsonObject json(LocalDate today) {
        turnTo(today);
        JsonObject byDrop = new JsonObject();
        stops.forEach((drop, count) -> byDrop.addProperty(drop.name(), count));
        List<Long> sorted = latest.stream().sorted().toList();
        JsonArray millis = new JsonArray();
        latest.forEach(millis::add);
        JsonObject dropToStop = new JsonObject();
        dropToStop.add("p50", quantile(sorted, 50));
        dropToStop.add("p95", quantile(sorted, 95));
        dropToStop.add("millis", millis);
        JsonObject json = new JsonObject();
        json.add("stopsToday", byDrop);
        json.add("dropToStop", dropToStop);
        return json;
    }

    /** The least value that as many percent of the values do not exceed. */
    private static JsonElement quantile(List<Long> sorted, int percent) {
        if (sorted.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        return new JsonPrimitive(sorted.get((sorted.size() * percent + 99) / 100 - 1));
    }
}
