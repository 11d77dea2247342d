package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.metrics.SharedMeters.Place;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import java.util.List;

/**
 * The meters of the guards of a {@link LiveKit}. Micrometer 1.10 is the oldest version they work with.
 *
 * <pre>{@code
 * new GuardMetrics(livekit).bindTo(registry);
 * }</pre>
 *
 * <table>
 * <caption>Its meters</caption>
 * <tr><th>name<th>type<th>meaning
 * <tr><td>{@code livekit.guard.stops}<td>counter<td>stops that ended, by {@code receipt} ({@code stopped},
 *     {@code already_ended}, {@code host_returned}, {@code dead_record}, {@code not_started}, {@code gave_up}) and
 *     {@code cause} ({@code host_drop}, {@code user}, {@code start_limit}, {@code take_over})
 * <tr><td>{@code livekit.guard.drop.to.stop}<td>timer<td>time from when a host was last seen up to when its egress was
 *     seen to have ended, for stops after a drop that ended {@code stopped} or {@code already_ended}
 * <tr><td>{@code livekit.guard.unconfirmed}<td>counter<td>times that an egress was left which may still be running
 * <tr><td>{@code livekit.guard.streams}<td>gauge<td>streams that are guarded now
 * </table>
 *
 * <p>Servers that are bound to a registry without tags that tell them apart share its meters, which then add up. Counting
 * goes on until the {@link LiveKit} is closed, so that the stops of a shutdown are counted too; {@link #unbind} ends it
 * before. This class is not {@link AutoCloseable} on purpose: a container would close it before the server that it counts.
 *
 * <p>Thread-safe; one may be bound to several registries.
 *
 * @since 0.1.0
 */
public final class GuardMetrics implements MeterBinder {
    private final LiveKit livekit;
    private final Tags tags;
    private final CompositeDisposable bound = new CompositeDisposable();

    /**
     * Creates the meters of one server.
     *
     * @param livekit the server
     */
    public GuardMetrics(LiveKit livekit) {
        this(livekit, List.of());
    }

    /**
     * Creates the meters of one of several servers.
     *
     * @param livekit the server
     * @param tags the tags that tell its meters from those of another server
     */
    public GuardMetrics(LiveKit livekit, Iterable<Tag> tags) {
        this.livekit = livekit;
        this.tags = Tags.of(tags);
    }

    /**
     * Begins to count and to time. All counters exist at once, at zero.
     *
     * @param registry the registry of the meters
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Place place = new Place(registry, tags);
        bound.add(SharedMeters.bind(livekit, place, StreamMeters.class, StreamMeters::new));
    }

    /** Stops counting in every registry and removes the gauge if no other server shares it; other meters stay. */
    public void unbind() {
        bound.clear();
    }
}
