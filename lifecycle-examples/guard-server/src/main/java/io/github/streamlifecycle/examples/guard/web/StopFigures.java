package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The stops of a day by their reason, and how long the latest ones took from the drop on. Thread-safe. */
final class StopFigures {
    static final int MOST = 500;
    private static final String STOP_ENDED = "StopEnded";
    private static final Set<String> OVER = Set.of("stopped", "already_ended");

    /** All are guarded by this. */
    private final Map<String, Integer> stops = new TreeMap<>();

    private final Deque<Long> latest = new ArrayDeque<>();
    private LocalDate day = LocalDate.MIN;

    /** Counts an event if it is a stop that ended its egress. */
    synchronized void add(JsonObject event, LocalDate today) {
        if (!event.get("type").getAsString().equals(STOP_ENDED)
                || !OVER.contains(event.getAsJsonObject("receipt").get("name").getAsString())) {
            return;
        }
        turnTo(today);
        stops.merge(event.get("drop").getAsString(), 1, Integer::sum);
        latest.addLast(event.get("sinceDropMillis").getAsLong());
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
        stops.forEach((drop, count) -> byDrop.addProperty(drop, count));
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
