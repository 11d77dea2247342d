package io.github.streamlifecycle.livekit.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Those that share the meters of one registry under the same tags. Each of them is counted once, however often it is
 * bound, and the gauges go with the last of them.
 *
 * @param <S> the type of what is counted
 */
final class SharedMeters<S> {
    /** By registry, and by meters and tags. The values hold no registry, or none would ever be collected. */
    private static final Map<MeterRegistry, Map<Key, SharedMeters<?>>> ALL = new WeakHashMap<>();

    private record Key(Class<?> meters, Tags tags) {}

    /** Where meters are. */
    record Place(MeterRegistry registry, Tags tags) {}

    /** The number of bindings of one, and its count. */
    private record Bound(int times, Disposable counting) {}

    /**
     * The meters themselves.
     *
     * @param <S> the type of what is counted
     */
    interface Meters<S> {
        /** Registers the gauges over all that are bound, which is a live view. */
        List<Meter.Id> gauges(Set<S> bound, Place place);

        /** Counts what happens to one from now on. Told of its end, after which nothing happens any more. */
        Disposable count(S one, Place place, Runnable whenOver);
    }

    private final Map<S, Bound> bound = new ConcurrentHashMap<>();
    private final Meters<S> meters;
    private List<Meter.Id> gauges = List.of();

    private SharedMeters(Meters<S> meters) {
        this.meters = meters;
    }

    /**
     * Binds one to the meters that it shares with others.
     *
     * @param sort the class of the meters, and how they are made
     */
    static <S, M extends Meters<S>> Disposable bind(S one, Place place, Class<M> sort, Supplier<M> made) {
        synchronized (ALL) {
            @SuppressWarnings("unchecked") // the meters of one class are of one type
            SharedMeters<S> shared = (SharedMeters<S>) ALL.computeIfAbsent(place.registry(), any -> new HashMap<>())
                    .computeIfAbsent(new Key(sort, place.tags()), any -> new SharedMeters<>(made.get()));
            shared.add(one, place);
            return Disposable.fromRunnable(() -> {
                synchronized (ALL) {
                    shared.remove(one, place.registry());
                }
            });
        }
    }

    private void add(S one, Place place) {
        if (gauges.isEmpty()) {
            gauges = meters.gauges(bound.keySet(), place);
        }
        Bound before = bound.get(one);
        if (before != null) {
            bound.put(one, new Bound(before.times() + 1, before.counting()));
            return;
        }
        CompositeDisposable counting = new CompositeDisposable();
        bound.put(one, new Bound(1, counting));
        // one that is over is not kept for its meters
        counting.add(meters.count(one, place, () -> bound.remove(one)));
    }

    private void remove(S one, MeterRegistry registry) {
        Bound known = bound.get(one);
        if (known != null && known.times() > 1) {
            bound.put(one, new Bound(known.times() - 1, known.counting()));
        } else if (known != null) {
            bound.remove(one);
            known.counting().dispose();
        }
        if (bound.isEmpty()) {
            gauges.forEach(registry::remove);
            gauges = List.of();
        }
    }
}
