package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.StopReceipt;
import io.github.streamlifecycle.livekit.StreamEvent.By;
import io.github.streamlifecycle.livekit.StreamEvent.StopEnded;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.Locale;

/**
 * What the guards of a {@link LiveKit} do, as meters.
 *
 * <pre>{@code
 * new GuardMetrics(livekit).bindTo(registry);
 * }</pre>
 *
 * <table>
 * <caption>Its meters</caption>
 * <tr><th>name<th>type<th>what
 * <tr><td>{@code livekit.guard.stops}<td>counter<td>stops that ended, by {@code receipt} ({@code stopped},
 *     {@code already_ended}, {@code host_returned}, {@code dead_record}, {@code not_started}, {@code gave_up}) and
 *     {@code by} ({@code host_drop}, {@code user}, {@code start_limit})
 * <tr><td>{@code livekit.guard.drop.to.stop}<td>timer<td>from when a host was last seen up to when the egress was seen to
 *     have ended for it, of stops for a drop that ended {@code stopped} or {@code already_ended}
 * <tr><td>{@code livekit.guard.streams}<td>gauge<td>streams that are guarded now
 * </table>
 *
 * <p>Stops that made room for a start are not counted. Thread-safe; one may be bound to several registries.
 *
 * @since 0.1.0
 */
public final class GuardMetrics implements MeterBinder, AutoCloseable {
    private static final String STOPS = "livekit.guard.stops";

    private final LiveKit livekit;
    private final Tags tags;
    private final CompositeDisposable bound = new CompositeDisposable();

    /**
     * The meters of one server.
     *
     * @param livekit the server
     */
    public GuardMetrics(LiveKit livekit) {
        this(livekit, List.of());
    }

    /**
     * The meters of one of several servers.
     *
     * @param livekit the server
     * @param tags what to tell its meters from those of another server by
     */
    public GuardMetrics(LiveKit livekit, Iterable<Tag> tags) {
        this.livekit = livekit;
        this.tags = Tags.of(tags);
    }

    /**
     * Counts and times from now on. All counters are there at once, at zero.
     *
     * @param registry where the meters go
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        for (By by : By.values()) {
            StopReceipt.names().forEach(receipt -> registry.counter(STOPS, tagsOf(receipt, by)));
        }
        Timer dropToStop = Timer.builder("livekit.guard.drop.to.stop")
                .description("from when a host was last seen up to the end of its egress")
                .tags(tags)
                .register(registry);
        Gauge streams = Gauge.builder("livekit.guard.streams", livekit, LiveKit::guardedStreams)
                .description("streams that are guarded now")
                .tags(tags)
                .register(registry);
        bound.add(livekit.events()
                .map(event -> event.event())
                .ofType(StopEnded.class)
                .subscribe(ended -> {
                    registry.counter(STOPS, tagsOf(ended.receipt().name(), ended.by()))
                            .increment();
                    if (ended.by() == By.HOST_DROP && ended.receipt().isOver()) {
                        dropToStop.record(ended.sinceDrop());
                    }
                }));
        bound.add(Disposable.fromRunnable(() -> registry.remove(streams)));
    }

    private Tags tagsOf(String receipt, By by) {
        return tags.and("receipt", receipt, "by", by.name().toLowerCase(Locale.ROOT));
    }

    /** Stops counting in every registry and takes the gauge out; counters and timer stay as they are. */
    @Override
    public void close() {
        bound.clear();
    }
}
