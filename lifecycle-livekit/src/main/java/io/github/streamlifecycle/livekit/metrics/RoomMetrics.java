package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.metrics.SharedMeters.Place;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import java.util.List;

/**
 * The meters of {@link RoomGuards}. Micrometer 1.10 is the oldest version they work with.
 *
 * <pre>{@code
 * new RoomMetrics(guards).bindTo(registry);
 * }</pre>
 *
 * <table>
 * <caption>Its meters</caption>
 * <tr><th>name<th>type<th>meaning
 * <tr><td>{@code livekit.rooms.guarded}<td>gauge<td>rooms that have a guarded egress
 * <tr><td>{@code livekit.rooms.egress}<td>gauge<td>guarded egress, by {@code stage} ({@code starting}, {@code active},
 *     {@code ending}, {@code over})
 * <tr><td>{@code livekit.rooms.hosts}<td>gauge<td>guarded egress, by the {@code presence} of their host ({@code up},
 *     {@code suspect}, {@code down}, {@code unknown})
 * <tr><td>{@code livekit.rooms.stopping}<td>gauge<td>egress that are being stopped, by {@code tried} ({@code once};
 *     {@code in_vain} for those that run on after a try)
 * <tr><td>{@code livekit.rooms.decisions}<td>counter<td>decisions to stop, by {@code drop} ({@code clean_leave},
 *     {@code connection_lost}, {@code media_stalled}, {@code lease_silent}, {@code idle}, {@code flapping},
 *     {@code orphan})
 * <tr><td>{@code livekit.rooms.stops}<td>counter<td>stops that ended, by {@code receipt} ({@code stopped},
 *     {@code already_ended}, {@code host_returned}, {@code dead_record}, {@code not_started}, {@code gave_up}) and
 *     {@code drop}
 * <tr><td>{@code livekit.rooms.drop.to.stop}<td>timer<td>time from when a host was first missed up to when its egress was
 *     seen to have ended, by {@code drop}
 * <tr><td>{@code livekit.rooms.unconfirmed}<td>counter<td>stops that ended while the egress may still be running; each is
 *     logged at WARN and repeated
 * <tr><td>{@code livekit.rooms.ended}<td>counter<td>egress that ended, {@code by} ({@code guard}, {@code others})
 * <tr><td>{@code livekit.rooms.returned}<td>counter<td>hosts that came back after their egress was stopped
 * <tr><td>{@code livekit.rooms.webhooks}<td>counter<td>requests to the webhook endpoint, by {@code verdict}
 *     ({@code accepted}, {@code duplicate}, {@code unreadable}, {@code refused}, {@code clock}, {@code unavailable})
 * <tr><td>{@code livekit.rooms.calls}<td>counter<td>lists that were asked for, by {@code call} ({@code participants},
 *     {@code egress}) and {@code result} ({@code answered}, {@code failed})
 * <tr><td>{@code livekit.rooms.silence}<td>gauge<td>seconds since the last accepted webhook and the last answered lists, by
 *     {@code of} ({@code webhooks}, {@code participants}, {@code egress}); NaN before the first
 * <tr><td>{@code livekit.rooms.blind}<td>gauge<td>guarded rooms of which a {@code source} sees nothing ({@code webhook},
 *     {@code polling}, {@code media_watch}, {@code lease}), also where there is no such source
 * <tr><td>{@code livekit.rooms.leases}<td>gauge<td>hosts that have a good lease
 * <tr><td>{@code livekit.rooms.watch.failures}<td>counter<td>times that the watch of a room failed
 * <tr><td>{@code livekit.rooms.store.failures}<td>counter<td>times that the store threw
 * </table>
 *
 * <p>The gauges are read once a second at most. Guards that are bound to a registry without tags that tell them apart share
 * its meters, which then add up. Counting begins with {@link #bindTo} and goes on until the {@link RoomGuards} are closed, so
 * that the stops of a shutdown are counted too; {@link #unbind} ends it before. This class is not {@link AutoCloseable} on
 * purpose: a container would close it before the guards that it counts.
 *
 * <p>Thread-safe; one may be bound to several registries.
 *
 * @since 0.1.0
 */
public final class RoomMetrics implements MeterBinder {
    private final RoomGuards guards;
    private final Tags tags;
    private final CompositeDisposable bound = new CompositeDisposable();

    /**
     * Creates the meters of the guards of one server.
     *
     * @param guards the guards
     */
    public RoomMetrics(RoomGuards guards) {
        this(guards, List.of());
    }

    /**
     * Creates the meters of the guards of one of several servers.
     *
     * @param guards the guards
     * @param tags the tags that tell their meters from those of others
     */
    public RoomMetrics(RoomGuards guards, Iterable<Tag> tags) {
        this.guards = guards;
        this.tags = Tags.of(tags);
    }

    /**
     * Begins to count and to time. All meters exist at once, the counters at zero.
     *
     * @param registry the registry of the meters
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Place place = new Place(registry, tags);
        bound.add(SharedMeters.bind(guards, place, RoomMeters.class, RoomMeters::new));
    }

    /** Stops counting in every registry and removes the gauges if no other guards share them; other meters stay. */
    public void unbind() {
        bound.clear();
    }
}
