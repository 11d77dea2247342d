package io.github.streamlifecycle.examples.guard.server;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Stops;
import io.github.streamlifecycle.examples.guard.store.FileGuardStore;
import io.github.streamlifecycle.examples.guard.web.GuardPorts;
import io.github.streamlifecycle.examples.guard.web.HostApplication;
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
        STORE(1_200),
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
    private final Closing closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    private GuardServer(RoomGuards guards, GuardPorts ports, Closing closing) {
        this.guards = guards;
        this.ports = ports;
        this.closing = closing;
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
        Closing closing = Closing.create();
        try {
            return start(config, watch, host, closing);
        } catch (IOException | RuntimeException failed) {
            closing.run();
            throw failed;
        }
    }

    private static GuardServer start(
            GuardConfig config, Optional<RoomWatch> watch, Optional<HostApplication> host, Closing closing)
            throws IOException {
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
        RoomGuards guards = watch.map(plan::watch).orElse(plan).start();
        new RoomMetrics(guards).bindTo(meters.registry());
        GuardPorts ports;
        try {
            ports = GuardPorts.open(
                    config.ports(),
                    new GuardPorts.Served(guards, livekit.egress(), config.stops(), host),
                    meters.registry());
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
        return new GuardServer(guards, ports, closing);
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
        closing.addBeside(name, within -> part.close());
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
        closing.addFirst("ports", Share.PORTS.time, within -> ports.close());
        closing.addFirst("guards", Share.GUARDS.time, within -> guards.close(STOPS_WITHIN));
        closing.run();
        log.info("ended");
    }
}
