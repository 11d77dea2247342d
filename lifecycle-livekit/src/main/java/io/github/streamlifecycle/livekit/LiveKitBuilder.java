package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.api.ServerConnection;
import io.github.streamlifecycle.livekit.calls.OffThreadApi;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.github.streamlifecycle.livekit.threads.SteadyScheduler;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link LiveKit}, made by {@link LiveKit#builder}.
 *
 * <p>Not thread-safe. Each {@link #build} gives a server with guards, stops, events and connections of its own.
 *
 * @since 0.1.0
 */
public final class LiveKitBuilder {
    private final ServerConnection.Builder connection;
    private final ApiKeys keys;
    private boolean dry;
    private Optional<UnaryOperator<ServerApi>> wraps = Optional.empty();
    private Scheduler callOn = OffThreadApi.threads();
    private @Nullable Scheduler scheduler;
    private @Nullable Scheduler deliverOn;
    private @Nullable Duration stopAtExit;

    LiveKitBuilder(String url, String apiKey, String apiSecret) {
        this.connection = ServerConnection.builder(url, apiKey, apiSecret);
        this.keys = ApiKeys.of(apiKey, apiSecret);
    }

    /**
     * Limits the calls that are made at the same time, each of which takes a connection and a thread for as long as the
     * server takes to answer it. Calls beyond that wait for their turn while the deadline of their stop passes. The
     * deadline of 10,000 streams that drop together therefore has to exceed the time that the server takes for 10,000
     * stops, so many at a time.
     *
     * @param callsAtOnce the number of calls; 64 if not set
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public LiveKitBuilder callsAtOnce(int callsAtOnce) {
        connection.callsAtOnce(callsAtOnce);
        return this;
    }

    /**
     * Puts something between the guards and the calls to the server, such as a recorder of calls. If this is used more
     * than once, the latest is called first.
     *
     * @param wrap given the calls as they are, returns what is called instead
     * @return this builder
     */
    public LiveKitBuilder through(UnaryOperator<ServerApi> wrap) {
        Objects.requireNonNull(wrap, "wrap");
        this.wraps = wraps.<UnaryOperator<ServerApi>>map(inner -> calls -> wrap.apply(inner.apply(calls)))
                .or(() -> Optional.of(wrap));
        return this;
    }

    /**
     * Sets the threads on which the calls of {@link #through} are made, so that one that blocks delays nothing else.
     *
     * @param callOn daemon threads of the library if not set: as many as calls block at a time
     * @return this builder
     */
    public LiveKitBuilder callOn(Scheduler callOn) {
        this.callOn = Objects.requireNonNull(callOn, "callOn");
        return this;
    }

    /**
     * Sends no call that changes anything, and for streams none at all: everything is decided, logged and reported as always, and every call is answered without a
     * server. A stop is logged at info and succeeds, a start makes up an egress that is then ACTIVE, every other egress
     * is taken to be ACTIVE, and there are no rooms and no participants.
     *
     * <p>A guard of production can be shadowed with it. It then learns only from {@link LiveKit#webhook} that an egress
     * really ended. Guards of rooms read the server as always, since without participants every egress would be an orphan.
     *
     * <pre>{@code
     * var shadow = LiveKit.builder(url, apiKey, apiSecret).dryRun().build();
     * shadow.guard("my-room", presence).adopt(egressId)
     *         .outcome().subscribe(outcome -> log.info("would have been {}", outcome));
     * }</pre>
     *
     * @return this builder
     */
    public LiveKitBuilder dryRun() {
        this.dry = true;
        return this;
    }

    /**
     * Sets the timers of guards that are not given their own by {@link GuardPlan#scheduler}. A Scheduler is also the
     * clock by which durations are measured.
     *
     * @param scheduler {@link AutoStop#defaultScheduler()} if not set: daemon threads and a monotonic clock
     * @return this builder
     */
    public LiveKitBuilder scheduler(Scheduler scheduler) {
        this.scheduler = SteadyScheduler.of(Objects.requireNonNull(scheduler, "scheduler"));
        return this;
    }

    /**
     * Sets the threads on which events, outcomes and receipts are delivered. What subscribers do there is then up to the
     * application: with {@code Schedulers.trampoline()} they are called on the thread that decides, and one that blocks
     * delays a stop.
     *
     * @param deliverOn daemon threads of the library if not set: a few, and more while subscribers block
     * @return this builder
     */
    public LiveKitBuilder deliverOn(Scheduler deliverOn) {
        this.deliverOn = Objects.requireNonNull(deliverOn, "deliverOn");
        return this;
    }

    /**
     * Stops all streams when the JVM shuts down, for instance on SIGTERM: a shutdown hook calls {@link LiveKit#stopAll}.
     * Streams whose end is not confirmed in time are logged at WARN.
     *
     * @param within the time that the hook takes at most; no hook is registered if this is not set
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public LiveKitBuilder stopAtExit(Duration within) {
        this.stopAtExit = Checks.positive("within", within);
        return this;
    }

    private ServerApi wrapped(ServerApi direct) {
        return wraps.<ServerApi>map(wrap -> new OffThreadApi(ServerApi.strict(wrap.apply(direct)), callOn))
                .orElse(direct);
    }

    /**
     * Returns a server with these settings. It is not called yet.
     *
     * @return the server
     */
    public LiveKit build() {
        ServerConnection server = connection.build();
        return new LiveKit(this, server, wrapped(dry ? ServerApi.dryRun() : server.api()));
    }

    /** In a dry run, the calls by which rooms are guarded. */
    Optional<ServerApi> shadow(ServerConnection server) {
        return dry ? Optional.of(wrapped(ServerApi.shadow(server.api()))) : Optional.empty();
    }

    ApiKeys keys() {
        return keys;
    }

    Scheduler scheduler() {
        return scheduler != null ? scheduler : AutoStop.defaultScheduler();
    }

    Delivery delivery() {
        return deliverOn != null ? Delivery.on(deliverOn) : Delivery.onDaemonThreads();
    }

    Optional<Duration> stopAtExit() {
        return Optional.ofNullable(stopAtExit);
    }
}
