package io.github.streamlifecycle.examples.guard.server;

import io.github.streamlifecycle.examples.guard.web.Replicas;
import io.github.streamlifecycle.examples.guard.web.Replicas.Reach;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The meters of the replicas that guard together, as this one sees them. */
final class ReplicaMeters {
    private ReplicaMeters() {}

    static void register(Replicas replicas, MeterRegistry registry) {
        for (Reach reach : Reach.values()) {
            Gauge.builder("guard.server.replicas", replicas, all -> count(all, reach))
                    .description("replicas, by how they are reached from here")
                    .tag("reach", reach.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        FunctionCounter.builder(
                        "guard.server.rooms.moved", replicas, all -> all.view().arrived())
                .description("rooms that have moved here or away")
                .tag("way", "here")
                .register(registry);
        FunctionCounter.builder(
                        "guard.server.rooms.moved", replicas, all -> all.view().departed())
                .description("rooms that have moved here or away")
                .tag("way", "away")
                .register(registry);
    }

    private static long count(Replicas replicas, Reach reach) {
        return replicas.view().members().stream()
                .filter(member -> member.reach() == reach)
                .count();
    }
}
