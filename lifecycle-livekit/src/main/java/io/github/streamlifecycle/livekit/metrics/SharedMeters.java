package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.LiveKit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers that share the meters of one registry under the same tags. Each of them is counted once, however often it
 * is bound, and the gauge goes with the last of them.
 */
final class SharedMeters {
    /** By registry and tags. The values hold no registry, or none would ever be collected. */
    private static final Map<MeterRegistry, Map<Tags, SharedMeters>> ALL = new WeakHashMap<>();

    /** The number of bindings of one server, and its count. */
    private record Bound(int times, Disposable counting) {}

    private final Map<LiveKit, Bound> servers = new ConcurrentHashMap<>();

    private SharedMeters() {}

    static Disposable bind(MeterRegistry registry, Tags tags, LiveKit livekit) {
        synchronized (ALL) {
            SharedMeters meters = ALL.computeIfAbsent(registry, any -> new HashMap<>())
                    .computeIfAbsent(tags, any -> new SharedMeters());
            Meter.Id gauge = Gauge.builder("livekit.guard.streams", meters, SharedMeters::streams)
                    .description("streams that are guarded now")
                    .tags(tags)
                    .register(registry)
                    .getId();
            meters.add(livekit, registry, tags);
            return Disposable.fromRunnable(() -> {
                synchronized (ALL) {
                    if (meters.remove(livekit)) {
                        registry.remove(gauge);
                    }
                }
            });
        }
    }

    private void add(LiveKit livekit, MeterRegistry registry, Tags tags) {
        Bound before = servers.get(livekit);
        if (before != null) {
            servers.put(livekit, new Bound(before.times() + 1, before.counting()));
            return;
        }
        CompositeDisposable counting = new CompositeDisposable();
        servers.put(livekit, new Bound(1, counting));
        // a server that was closed is not kept for its meters
        counting.add(
                new StopCounter(registry, tags).count(livekit.events().doOnComplete(() -> servers.remove(livekit))));
    }

    /** Returns whether this was the last server. */
    private boolean remove(LiveKit livekit) {
        Bound left = servers.computeIfPresent(
                livekit,
                (any, bound) -> bound.times() == 1 ? ended(bound) : new Bound(bound.times() - 1, bound.counting()));
        return left == null && servers.isEmpty();
    }

    private static Bound ended(Bound bound) {
        bound.counting().dispose();
        return null;
    }

    private double streams() {
        return servers.keySet().stream().mapToInt(LiveKit::guardedStreams).sum();
    }
}
