package io.github.streamlifecycle.examples.guard.server;

import io.github.streamlifecycle.examples.guard.cluster.GuardCluster;
import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Stops;
import io.github.streamlifecycle.examples.guard.store.FileGuardStore;
import io.github.streamlifecycle.examples.guard.web.GuardPorts;
import io.github.streamlifecycle.examples.guard.web.HostApplication;
import io.github.streamlifecycle.examples.guard.web.Replicas;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.LiveKitBuilder;
import io.github.streamlifecycle.livekit.metrics.RoomMetrics;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuardsPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A guard server that runs: it guards every egress of a LiveKit deployment until it is closed.
 *
 * <pre>{@code
 * try (GuardServer server = GuardServer.start(GuardConfig.of(System.getenv()))) {
 *     ...
 * }
 * }</pre>
 */
public final class GuardServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GuardServer.class);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

    /** How much of the ten seconds that its end may take each part may use up. One is left for what is around them. */
    private enum Share {
        /** Stops that are under way, and one second in which events are told. */
        GUARDS(6_000),
        PORTS(1_000),
        METERS(100),
        STORE(1_100),
        /** The rooms have been handed over by then. */
        CLUSTER(100),
        CLIENT(700);

        private final Duration time;

        Share(long millis) {
            this.time = Duration.ofMillis(millis);
        }
    }

    /** How long {@link #close} takes at most. */
    static final Duration ENDS_WITHIN =
            Stream.of(Share.values()).map(share -> share.time).reduce(Duration.ZERO, Duration::plus);

    private final RoomGuards guards;
    private final GuardPorts ports;
    private final Parts parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What is to be seen to while the server runs.
     *
     * @param closing what has to be closed, and in which order
     * @param excluded completes if the other replicas have gone on without this one
     */
    private record Parts(Closing closing, CompletableFuture<Void> excluded) {}

    private GuardServer(RoomGuards guards, GuardPorts ports, Parts parts) {
        this.guards = guards;
        this.ports = ports;
        this.parts = parts;
    }

    /**
     * Starts a server without a watch of the media.
     *
     * @param config what is set
     * @return the server, which listens and guards
     * @throws IOException if the store cannot be opened or a port cannot be listened on
     */
    public static GuardServer start(GuardConfig config) throws IOException {
        return start(config, Optional.empty());
    }

    /**
     * Starts a server.
     *
     * @param config what is set
     * @param watch the watch of the media, not closed here
     * @return the server, which listens and guards
     * @throws IOException if the store cannot be opened or a port cannot be listened on
     */
    public static GuardServer start(GuardConfig config, Optional<RoomWatch> watch) throws IOException {
        return start(config, watch, Optional.empty());
    }

    /**
     * Starts a server that may serve the page of a host in a browser.
     *
     * @param config what is set
     * @param watch the watch of the media, not closed here
     * @param host the application of that host, not closed here
     * @return the server, which listens and guards
     * @throws IOException if the store cannot be opened or a port cannot be listened on
     */
    public static GuardServer start(GuardConfig config, Optional<RoomWatch> watch, Optional<HostApplication> host)
            throws IOException {
        Parts parts = new Parts(Closing.create(), new CompletableFuture<>());
        try {
            return start(config, watch, host, parts);
        } catch (IOException | RuntimeException failed) {
            parts.closing().run();
            throw failed;
        }
    }

    private static GuardServer start(
            GuardConfig config, Optional<RoomWatch> watch, Optional<HostApplication> host, Parts parts)
            throws IOException {
        Closing closing = parts.closing();
        LiveKit livekit = connect(config);
        closing.addFirst("client", Share.CLIENT.time, within -> livekit.close(within.dividedBy(2)));
        RoomGuardsPlan plan = plan(livekit, config.rules());
        Optional<FileGuardStore> store = store(config.store());
        if (store.isPresent()) {
            closing.addFirst("store", Share.STORE.time, within -> store.get().close());
            plan = plan.store(store.get());
        }
        Meters meters = new Meters();
        meters.storeFails(() -> store.flatMap(FileGuardStore::trouble).isPresent());
        closing.addFirst("meters", Share.METERS.time, within -> meters.close());
        Optional<Replicas> replicas = Optional.empty();
        if (config.cluster().isPresent()) {
            GuardCluster cluster = GuardCluster.join(
                    config.cluster().get(), () -> parts.excluded().complete(null));
            closing.addFirst("cluster", Share.CLUSTER.time, within -> cluster.close());
            plan = plan.shell(cluster);
            replicas = Optional.of(cluster);
            ReplicaMeters.register(cluster, meters.registry());
        }
        RoomGuards guards = watch.map(plan::watch).orElse(plan).start();
        new RoomMetrics(guards).bindTo(meters.registry());
        GuardPorts ports;
        try {
            GuardPorts.Served served = new GuardPorts.Served(guards, livekit.egress(), config.stops(), host, replicas);
            ports = GuardPorts.open(config.ports(), served, meters.registry());
        } catch (RuntimeException inUse) {
            guards.close(Duration.ofMillis(1));
            throw new IOException("GUARD_PORT or GUARD_ADMIN_PORT: " + inUse.getMessage(), inUse);
        }
        log.info(
                "guards {}{}, webhooks and leases at {}:{}, admin at {}:{}",
                livekit.url(),
                config.stops() == Stops.DRY_RUN ? " in a dry run" : "",
                config.ports().open().host(),
                ports.openPort(),
                config.ports().admin().host(),
                ports.adminPort());
        return new GuardServer(guards, ports, parts);
    }

    private static LiveKit connect(GuardConfig config) {
        GuardConfig.LiveKitServer server = config.livekit();
        LiveKitBuilder builder = LiveKit.builder(server.url(), server.apiKey(), server.apiSecret());
        return config.stops() == Stops.DRY_RUN ? builder.dryRun().build() : builder.build();
    }

    private static Optional<FileGuardStore> store(Optional<Path> file) throws IOException {
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(FileGuardStore.open(file.get()));
        } catch (IOException failed) {
            throw new IOException("GUARD_STORE: " + failed.getMessage(), failed);
        }
    }

    private static RoomGuardsPlan plan(LiveKit livekit, GuardConfig.Rules rules) {
        RoomGuardsPlan plan = livekit.guardRooms()
                .host(rules.host().rule())
                .grace(rules.grace())
                .orphanLimit(rules.orphanLimit());
        return rules.idleLimit().map(plan::idleLimit).orElse(plan);
    }

    /**
     * Returns the guards.
     *
     * @return the guards of all rooms, closed with this
     */
    public RoomGuards guards() {
        return guards;
    }

    /**
     * Returns the ports.
     *
     * @return the ports, closed with this
     */
    public GuardPorts ports() {
        return ports;
    }

    /**
     * Closes something with this server, beside its own parts and in the time that they take.
     *
     * @param name its name, for the log
     * @param part what is closed
     */
    public void alsoClose(String name, AutoCloseable part) {
        parts.closing().addBeside(name, within -> part.close());
    }

    /**
     * Returns what happens if the other replicas go on without this one, such as after a cut: it guards no longer then, and is
     * to be closed and started anew.
     *
     * @return completes if that happens
     */
    public CompletionStage<Void> excluded() {
        return parts.excluded().minimalCompletionStage();
    }

    /**
     * Ends guarding: from now on webhooks are answered with 503, so that LiveKit sends them again, stops that are under way are
     * waited for, and what is left to do is stored. Takes less than 10 s, even if a part hangs, which is then left behind; a
     * second call changes nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ports.notReady();
        Closing closing = parts.closing();
        closing.addFirst("ports", Share.PORTS.time, within -> ports.close());
        closing.addFirst("guards", Share.GUARDS.time, within -> guards.close(STOPS_WITHIN));
        closing.run();
        log.info("ended");
    }
}
