package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.Outlook;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.GuardsHealth;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the gauges show: all rooms are gone through once for all gauges together, and once a second at most. */
final class RoomCounts {
    static final String UNKNOWN = "unknown";
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Set<RoomGuards> bound;
    private final LongSupplier nanoTime;
    private @Nullable Count latest;
    private long countedAt;

    RoomCounts(Set<RoomGuards> bound, LongSupplier nanoTime) {
        this.bound = bound;
        this.nanoTime = nanoTime;
    }

    /** What is listened for. */
    enum Heard {
        WEBHOOKS,
        PARTICIPANTS,
        EGRESS;

        OptionalLong lastAt(GuardsHealth health) {
            return switch (this) {
                case WEBHOOKS -> health.webhooks().heardAtMillis();
                case PARTICIPANTS -> health.polls().answeredAtMillis();
                case EGRESS -> health.sweeps().answeredAtMillis();
            };
        }
    }

    /** Numbers at one moment. */
    static final class Count {
        private int rooms;
        private int stopping;
        private int stoppingInVain;
        private final Map<Stage, Integer> egress = new EnumMap<>(Stage.class);
        private final Map<Source, Integer> blind = new EnumMap<>(Source.class);
        private final Map<String, Integer> hosts = new HashMap<>();

        private void add(RoomGuard room) {
            if (!room.isGuarding()) {
                return;
            }
            rooms++;
            for (Source source : Source.values()) {
                if (room.isBlind(source)) {
                    blind.merge(source, 1, Integer::sum);
                }
            }
            room.guarded().forEach(this::add);
        }

        private void add(RoomGuard.Guarded one) {
            egress.merge(one.egress().stage(), 1, Integer::sum);
            hosts.merge(one.host().presence().map(RoomMeters::tag).orElse(UNKNOWN), 1, Integer::sum);
            if (one.outlook() instanceof Outlook.BeingStopped being) {
                if (being.failures() == 0) {
                    stopping++;
                } else {
                    stoppingInVain++;
                }
            }
        }

        int rooms() {
            return rooms;
        }

        int stopping() {
            return stopping;
        }

        int stoppingInVain() {
            return stoppingInVain;
        }

        int egress(Stage stage) {
            return egress.getOrDefault(stage, 0);
        }

        int blind(Source source) {
            return blind.getOrDefault(source, 0);
        }

        int hosts(String presence) {
            return hosts.getOrDefault(presence, 0);
        }
    }

    synchronized Count latest() {
        Count known = latest;
        long now = nanoTime.getAsLong();
        if (known == null || now - countedAt >= KEPT_NANOS) {
            Count counted = new Count();
            bound.forEach(guards -> guards.rooms().forEach(counted::add));
            latest = counted;
            countedAt = now;
            return counted;
        }
        return known;
    }

    double leases() {
        return bound.stream().mapToInt(guards -> guards.health().leases()).sum();
    }

    /** Returns the seconds since any of the guards last heard it. */
    double silence(Heard heard) {
        return bound.stream()
                .map(RoomGuards::health)
                .filter(health -> heard.lastAt(health).isPresent())
                .mapToDouble(health -> (health.atMillis() - heard.lastAt(health).orElseThrow()) / 1_000.0)
                .min()
                .orElse(Double.NaN);
    }
}
