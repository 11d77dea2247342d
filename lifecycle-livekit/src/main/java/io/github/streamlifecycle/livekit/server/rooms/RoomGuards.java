package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.calls.ForeignCode;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.server.lease.LeaseReceiver;
import io.github.streamlifecycle.livekit.server.rooms.GuardsHealth.Verdict;
import io.github.streamlifecycle.livekit.server.webhook.WebhookObservations;
import io.github.streamlifecycle.livekit.server.webhook.WebhookReceiver;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Accepted;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.github.streamlifecycle.livekit.threads.Waits;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import livekit.LivekitWebhook.WebhookEvent;
import org.jspecify.annotations.Nullable;

/**
 * The guards of all rooms of a server that have an egress, whoever started it, with no code at the host.
 *
 * <pre>{@code
 * RoomGuards guards = livekit.guardRooms()
 *         .host(HostRule.anyPublisher())
 *         .grace(Duration.ofSeconds(5))
 *         .start();
 * guards.events().subscribe(event -> log.info("{}", event));
 *
 * // POST /livekit/webhook
 * response.status(guards.webhook(body, authorizationHeader));
 * }</pre>
 *
 * <p>Egress are found by webhooks and by lists of all that run. Whether the host of one is there is told by webhooks, by
 * lists of its room's participants, by leases and by a watch of the media, as far as there are such; any of them may be
 * missing or fail. An egress that loses its host is stopped after the grace period, the stop is confirmed, and repeated for as
 * long as the egress is seen to run. Several processes may guard the same server without knowing of each other: an egress may
 * then be told to stop twice.
 *
 * <p>Thread-safe. Everything happens on the scheduler's daemon threads, what concerns one room one after the other.
 *
 * @since 0.1.0
 */
public final class RoomGuards implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);
    private static final Duration DELIVERY = Duration.ofSeconds(1);
    private static final int UNAVAILABLE = 503;

    private final Settings settings;
    private final SteadyClock clock;
    private final HealthCounts health;
    private final StoreWriter store;
    private final WebhookReceiver webhooks;
    private final Leases leases;
    private final DecidedStops stops;
    private final RoomShell shell;
    private final FlowableProcessor<RoomGuardEvent> events =
            PublishProcessor.<RoomGuardEvent>create().toSerialized();
    private final AtomicBoolean closed = new AtomicBoolean();

    private RoomGuards(Settings settings) {
        this.settings = settings;
        RoomServer server = settings.server();
        this.clock = new SteadyClock(server.scheduler(), settings.nature().wallClock());
        this.health = new HealthCounts(clock);
        this.store = new StoreWriter(settings.store(), server.scheduler(), health::storeFailed);
        this.webhooks =
                WebhookReceiver.with(server.access().keys(), settings.nature().wallClock());
        this.leases = new Leases(server.access().keys(), clock, this::observed);
        this.stops = new DecidedStops(server.stops(), server.scheduler());
        PollPace polling = new PollPace(
                settings.pace().poll(), server.scheduler(), settings.nature().random());
        EffectParts parts =
                new EffectParts(server, stops, clock, polling, settings.watch(), health, this::tell, closed::get);
        RoomWork work = new RoomWork(settings.rules(), parts, leases::of, () -> sweeper(polling));
        this.shell = settings.shell()
                .map(opening -> opening.open(work))
                .orElseGet(() -> new RoomRunners(work, store, server.scheduler()));
    }

    private Sweeper sweeper(PollPace polling) {
        RoomServer server = settings.server();
        return new Sweeper(
                server.calls().reads().activeAnywhere(),
                info -> EgressFinding.of(info, settings.egress()),
                shell,
                new Sweeper.Rhythm(settings.pace().sweep(), polling, server.scheduler(), clock),
                health.sweeps);
    }

    static RoomGuards start(Settings settings) {
        RoomGuards guards = new RoomGuards(settings);
        guards.shell.begin();
        return guards;
    }

    /**
     * Takes in a request to the webhook endpoint. Fast: what it causes happens later.
     *
     * @param body the request's body, byte for byte
     * @param authorization its {@code Authorization} header; null if there is none
     * @return the HTTP status to answer
     */
    public int webhook(byte[] body, @Nullable String authorization) {
        if (closed.get()) {
            return unavailable();
        }
        WebhookVerdict verdict = webhooks.receive(body, authorization);
        if (verdict instanceof Accepted accepted && !isTaken(accepted.event())) {
            webhooks.forget(accepted);
            return unavailable();
        }
        health.webhook(HealthCounts.of(verdict));
        return verdict.status();
    }

    private int unavailable() {
        health.webhook(Verdict.UNAVAILABLE);
        return UNAVAILABLE;
    }

    /** LiveKit sends again what could not be taken. */
    private boolean isTaken(WebhookEvent event) {
        return ForeignCode.ask("the taking in of a webhook", () -> take(event), false);
    }

    private boolean take(WebhookEvent event) {
        if (event.hasEgressInfo()) {
            settings.server()
                    .scheduler()
                    .scheduleDirect(() -> settings.server().calls().updates().tell(event.getEgressInfo()));
            Optional<EgressFinding> found = EgressFinding.of(event.getEgressInfo(), settings.egress());
            return found.map(egress -> shell.offer(egress.room(), new RoomEvent.EgressSeen(egress.egress())))
                    .orElse(true);
        }
        return WebhookObservations.of(event, clock.millis()).map(this::offer).orElse(true);
    }

    private boolean offer(Observation observation) {
        return shell.offer(observation.origin().room().name(), new RoomEvent.Observed(observation));
    }

    SteadyClock clock() {
        return clock;
    }

    /** Hands over what the receiver of leases has said. */
    void observed(Observation observation) {
        offer(observation);
    }

    /**
     * Returns the receiving end of leases, which hosts may renew in addition. It listens from the first call on.
     *
     * @return the receiver, closed with this; the same at each call
     */
    public LeaseReceiver lease() {
        return leases.receiver();
    }

    /**
     * Returns what happens to the egress of all rooms.
     *
     * @return events from now on, on a daemon thread of the library, to each subscriber serially. A subscriber that falls
     *     behind by more than {@value Delivery#BACKLOG} events loses its oldest ones. Completes once this is closed
     */
    public Flowable<RoomGuardEvent> events() {
        return settings.server().delivery().of(events);
    }

    private void tell(RoomGuardEvent event) {
        DecisionLog.write(event);
        events.onNext(event);
    }

    /**
     * Returns the rooms that have an egress, or had one within the last hour, as far as they are guarded in this process.
     *
     * @return a snapshot: values that change no more
     */
    public List<RoomGuard> rooms() {
        return shell.guards();
    }

    /**
     * Returns how well these guards hear and remember.
     *
     * @return a snapshot
     */
    public GuardsHealth health() {
        return health.read(leases.hosts());
    }

    /** Closes as {@link #close(Duration)} does, within 8 s. */
    @Override
    public void close() {
        close(CLOSE_WITHIN);
    }

    /**
     * Stops guarding, and waits for the stops that are under way and until all is stored. Webhooks are answered with 503 from
     * now on, so that LiveKit sends them again, to whoever comes next. Stops that have not ended in time go on for as long as
     * the program runs.
     *
     * @param within for how long to wait at most. Subscribers get up to a second more
     * @throws IllegalArgumentException if the time is not positive
     */
    public void close(Duration within) {
        Checks.positive("within", within);
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        leases.close();
        shell.end();
        // each is asked once the one before is over: a stop that ends is an event, and what comes of it is stored
        Completable settled = idle().andThen(Completable.defer(settings.server().stops()::underWay))
                .andThen(Completable.defer(this::idle))
                .andThen(Completable.defer(store::idle));
        Waits.until(settled, within);
        events.onComplete();
        settings.server().delivery().awaitIdle(DELIVERY);
    }

    /** Completes once all was acted on that was heard by now, and the stops that were decided have begun. */
    Completable idle() {
        return shell.idle().andThen(Completable.defer(stops::idle));
    }

    @Override
    public String toString() {
        return "guards of " + rooms().size() + " rooms at " + settings.server().access();
    }
}
