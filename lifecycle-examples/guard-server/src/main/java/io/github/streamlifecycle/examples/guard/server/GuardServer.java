package io.github.streamlifecycle.examples.guard.server;

import io.github.streamlifecycle.examples.guard.cluster.GuardCluster;
import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Stops;
import io.github.streamlifecycle.examples.guard.store.FileGuardStore;
import io.github.streamlifecycle.examples.guard.web.GuardPorts;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(6);

    private final RoomGuards guards;
    private final GuardPorts ports;
    private final Parts parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What is to be seen to while the server runs.
     *
     * @param closing what has to be closed, in this order
     * @param excluded completes if the other replicas have gone on without this one
     */
    private record Parts(Deque<Runnable> closing, CompletableFuture<Void> excluded) {}

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
        Parts parts = new Parts(new ArrayDeque<>(), new CompletableFuture<>());
        try {
            return start(config, watch, parts);
        } catch (IOException | RuntimeException failed) {
            closeAll(parts.closing());
            throw failed;
        }
    }

    private static GuardServer start(GuardConfig config, Optional<RoomWatch> watch, Parts parts) throws IOException {
        Deque<Runnable> closing = parts.closing();
        LiveKit livekit = connect(config);
        closing.addFirst(() -> livekit.close(Duration.ofMillis(500)));
        RoomGuardsPlan plan = plan(livekit, config.rules());
        if (config.store().isPresent()) {
            FileGuardStore store = store(config.store().get());
            closing.addFirst(store::close);
            plan = plan.store(store);
        }
        Meters meters = new Meters();
        closing.addFirst(meters::close);
        Optional<Replicas> replicas = Optional.empty();
        if (config.cluster().isPresent()) {
            GuardCluster cluster = GuardCluster.join(
                    config.cluster().get(), () -> parts.excluded().complete(null));
            closing.addFirst(cluster::close);
            plan = plan.shell(cluster);
            replicas = Optional.of(cluster);
            ReplicaMeters.register(cluster, meters.registry());
        }
        RoomGuards guards = watch.map(plan::watch).orElse(plan).start();
        new RoomMetrics(guards).bindTo(meters.registry());
        GuardPorts ports;
        try {
            GuardPorts.Served served = new GuardPorts.Served(guards, livekit.egress(), replicas);
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

    private static FileGuardStore store(Path file) throws IOException {
        try {
            return FileGuardStore.open(file);
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
     * waited for, and what is left to do is stored. Takes less than 10 s; a second call changes nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ports.notReady();
        Deque<Runnable> closing = parts.closing();
        closing.addFirst(ports::close);
        closing.addFirst(() -> guards.close(STOPS_WITHIN));
        closeAll(closing);
        log.info("ended");
    }

    /** One that fails must not keep the others from what they have to write. */
    private static void closeAll(Deque<Runnable> closing) {
        for (Runnable part : closing) {
            try {
                part.run();
            } catch (RuntimeException failed) {
                log.error("a part of the server could not be closed", failed);
            }
        }
    }
}
