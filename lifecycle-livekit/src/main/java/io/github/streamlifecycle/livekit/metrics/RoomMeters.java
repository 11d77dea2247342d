package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.metrics.SharedMeters.Place;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The meters of {@link RoomMetrics}. */
final class RoomMeters implements SharedMeters.Meters<RoomGuards> {
    /** The meters that are read off the guards' health hold on to it weakly. */
    private final HealthSums sums = new HealthSums();

    @Override
    public List<Meter.Id> gauges(Set<RoomGuards> bound, Place place) {
        return new Gauges(bound, place).register();
    }

    @Override
    public Disposable count(RoomGuards guards, Place place, Runnable whenOver) {
        sums.register(place);
        sums.begin(guards);
        Disposable events = new RoomStopCounter(place).count(guards.events().doOnComplete(() -> {
            sums.end(guards);
            whenOver.run();
        }));
        return new CompositeDisposable(events, Disposable.fromRunnable(() -> sums.end(guards)));
    }

    static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The gauges of one registry. */
    private static final class Gauges {
        private final RoomCounts counts;
        private final Place place;
        private final List<Meter.Id> ids = new ArrayList<>();

        Gauges(Set<RoomGuards> bound, Place place) {
            Clock clock = place.registry().config().clock();
            this.counts = new RoomCounts(bound, clock::monotonicTime);
            this.place = place;
        }

        List<Meter.Id> register() {
            add(
                    "guarded",
                    "rooms that have a guarded egress",
                    Tags.empty(),
                    all -> all.latest().rooms());
            for (Stage stage : Stage.values()) {
                add(
                        "egress",
                        "guarded egress",
                        Tags.of("stage", tag(stage)),
                        all -> all.latest().egress(stage));
            }
            for (Presence presence : Presence.values()) {
                hosts(tag(presence));
            }
            hosts(RoomCounts.UNKNOWN);
            add(
                    "stopping",
                    "egress that are being stopped",
                    Tags.of("tried", "once"),
                    all -> all.latest().stopping());
            add(
                    "stopping",
                    "egress that are being stopped",
                    Tags.of("tried", "in_vain"),
                    all -> all.latest().stoppingInVain());
            for (Source source : Source.values()) {
                add(
                        "blind",
                        "rooms of which a source sees nothing",
                        Tags.of("source", tag(source)),
                        all -> all.latest().blind(source));
            }
            add("leases", "hosts that have a good lease", Tags.empty(), RoomCounts::leases);
            for (RoomCounts.Heard heard : RoomCounts.Heard.values()) {
                add("silence", "seconds since the last one", Tags.of("of", tag(heard)), all -> all.silence(heard));
            }
            return ids;
        }

        private void hosts(String presence) {
            add(
                    "hosts",
                    "guarded egress by the presence of their host",
                    Tags.of("presence", presence),
                    all -> all.latest().hosts(presence));
        }

        private void add(String name, String description, Tags more, ToDoubleFunction<RoomCounts> value) {
            ids.add(Gauge.builder("livekit.rooms." + name, counts, value)
                    .description(description)
                    .tags(place.tags().and(more))
                    .strongReference(true)
                    .register(place.registry())
                    .getId());
        }
    }
}
