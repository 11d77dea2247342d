package io.github.streamlifecycle.examples.guard.server;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Stops;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.LiveKitBuilder;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuardsPlan;
import java.time.Duration;
import java.util.Optional;

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
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(7);

    private final LiveKit livekit;
    private final RoomGuards guards;

    private GuardServer(LiveKit livekit, RoomGuards guards) {
        this.livekit = livekit;
        this.guards = guards;
    }

    /**
     * Starts a server without a watch of the media.
     *
     * @param config what is set
     * @return the server, which listens and guards
     */
    public static GuardServer start(GuardConfig config) {
        return start(config, Optional.empty());
    }

    /**
     * Starts a server.
     *
     * @param config what is set
     * @param watch the watch of the media, not closed here
     * @return the server, which listens and guards
     */
    public static GuardServer start(GuardConfig config, Optional<RoomWatch> watch) {
        GuardConfig.LiveKitServer server = config.livekit();
        LiveKitBuilder builder = LiveKit.builder(server.url(), server.apiKey(), server.apiSecret());
        LiveKit livekit = config.stops() == Stops.DRY_RUN ? builder.dryRun().build() : builder.build();
        RoomGuardsPlan plan = plan(livekit, config.rules());
        return new GuardServer(livekit, watch.map(plan::watch).orElse(plan).start());
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

    /** Stops listening, waits for the stops that are under way, and stores what is left to do. Takes less than 10 s. */
    @Override
    public void close() {
        guards.close(STOPS_WITHIN);
        livekit.close(Duration.ofSeconds(1));
    }
}
