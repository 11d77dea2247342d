package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.metrics.SharedMeters.Place;
import io.github.streamlifecycle.livekit.server.rooms.GuardsHealth;
import io.github.streamlifecycle.livekit.server.rooms.GuardsHealth.Verdict;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What guards have counted of their own health since they were bound; what was counted stays once they are gone. */
final class HealthSums {
    private static final List<Sum> ALL = all();

    private final long[] gone = new long[ALL.size()];
    /** Guarded by this, as is the rest: the numbers of those that are bound, when that began. */
    private final Map<RoomGuards, GuardsHealth> begun = new HashMap<>();

    private boolean registered;

    /** One counter. */
    private record Sum(String name, String description, Tags tags, ToLongFunction<GuardsHealth> value) {}

    private static List<Sum> all() {
        List<Sum> all = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            all.add(new Sum(
                    "webhooks",
                    "requests to the webhook endpoint",
                    Tags.of("verdict", RoomMeters.tag(verdict)),
                    health -> health.webhooks().verdicts().get(verdict)));
        }
        all.add(calls("participants", "answered", health -> health.polls().answered()));
        all.add(calls("participants", "failed", health -> health.polls().failed()));
        all.add(calls("egress", "answered", health -> health.sweeps().answered()));
        all.add(calls("egress", "failed", health -> health.sweeps().failed()));
        all.add(new Sum("watch.failures", "times that a watch failed", Tags.empty(), GuardsHealth::watchFailures));
        all.add(new Sum("store.failures", "times that the store threw", Tags.empty(), GuardsHealth::storeFailures));
        return List.copyOf(all);
    }

    private static Sum calls(String call, String result, ToLongFunction<GuardsHealth> value) {
        return new Sum("calls", "lists that were asked for", Tags.of("call", call, "result", result), value);
    }

    synchronized void register(Place place) {
        if (registered) {
            return;
        }
        registered = true;
        for (int i = 0; i < ALL.size(); i++) {
            int index = i;
            Sum sum = ALL.get(i);
            FunctionCounter.builder("livekit.rooms." + sum.name(), this, sums -> sums.counted(index))
                    .description(sum.description())
                    .tags(place.tags().and(sum.tags()))
                    .register(place.registry());
        }
    }

    synchronized void begin(RoomGuards guards) {
        begun.put(guards, guards.health());
    }

    synchronized void end(RoomGuards guards) {
        GuardsHealth before = begun.remove(guards);
        if (before != null) {
            GuardsHealth now = guards.health();
            for (int i = 0; i < gone.length; i++) {
                gone[i] += since(before, now, i);
            }
        }
    }

    private synchronized long counted(int index) {
        long sum = gone[index];
        for (Map.Entry<RoomGuards, GuardsHealth> one : begun.entrySet()) {
            sum += since(one.getValue(), one.getKey().health(), index);
        }
        return sum;
    }

    private static long since(GuardsHealth before, GuardsHealth now, int index) {
        ToLongFunction<GuardsHealth> value = ALL.get(index).value();
        return value.applyAsLong(now) - value.applyAsLong(before);
    }
}
