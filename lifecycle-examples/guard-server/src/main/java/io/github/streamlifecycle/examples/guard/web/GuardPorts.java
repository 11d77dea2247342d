package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Stops;
import io.github.streamlifecycle.livekit.EgressControl;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The two ports of a guard server: one that LiveKit and hosts reach, and one for operators.
 *
 * <table>
 *   <caption>What they serve</caption>
 *   <tr><td>open<td>{@code POST /livekit/webhook}, {@code /lease} by POST and WebSocket, {@code GET /lease.js};
 *   in a demonstration the host's page at {@code /host/}
 *   <tr><td>admin<td>the console at {@code /}, {@code GET /api/rooms}, {@code GET /api/events}, {@code GET /metrics}
 *   <tr><td>both<td>{@code GET /health/live}, {@code GET /health/ready}
 * </table>
 */
public final class GuardPorts implements AutoCloseable {
    private static final int EVENTS_KEPT = 10_000;

    private final EventFeed feed = new EventFeed(Long.toString(System.currentTimeMillis(), 36), EVENTS_KEPT);
    private final ScheduledExecutorService ticks;
    private final Disposable events;
    private final Port open;
    private final Port admin;
    private volatile boolean isReady;

    /**
     * What the ports are about.
     *
     * @param guards the guards that are shown and told of
     * @param egress stops an egress for an operator
     * @param stops whether egress are really stopped
     * @param host the application whose host's page the open port serves too; empty but in a demonstration
     * @param replicas the replicas that guard together, if it is not one alone
     */
    public record Served(
            RoomGuards guards,
            EgressControl egress,
            Stops stops,
            Optional<HostApplication> host,
            Optional<Replicas> replicas) {
        /** Returns the rooms that operators see. */
        List<RoomGuard> rooms() {
            return replicas.map(Replicas::rooms).orElseGet(guards::rooms);
        }
    }

    private GuardPorts(GuardConfig.Ports config, Served served, PrometheusMeterRegistry meters) {
        RoomGuards guards = served.guards();
        AdminAccess access = new AdminAccess(config.admin(), config.adminToken());
        ConsoleRoutes console = new ConsoleRoutes(served, feed, access);
        SharedFeed shared = new SharedFeed(feed, console::told, served.replicas());
        console.tells(shared::tell);
        events = guards.events().subscribe(event -> shared.tell(GuardJson.event(event, System.currentTimeMillis())));
        OpenRoutes openRoutes = new OpenRoutes(guards, meters, config.proxies());
        AdminRoutes adminRoutes = new AdminRoutes(served, meters, feed, () -> isReady);
        admin = Port.open("admin", config.admin(), AdminRoutes.limits(), routes -> {
            console.addTo(routes);
            adminRoutes.addTo(routes);
        });
        try {
            open = Port.open("open", config.open(), openRoutes.limits(), routes -> {
                openRoutes.addTo(routes);
                served.host().ifPresent(host -> new HostRoutes(host, guards, admin::number).addTo(routes));
                AdminRoutes.addHealthTo(routes, () -> isReady);
            });
        } catch (RuntimeException inUse) {
            admin.close();
            throw inUse;
        }
        ticks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "guard-server-ticks");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused =
                ticks.scheduleWithFixedDelay(() -> openRoutes.everySecond(open::isFull), 1, 1, TimeUnit.SECONDS);
        ScheduledFuture<?> unusedToo = ticks.scheduleWithFixedDelay(console::everySecond, 0, 1, TimeUnit.SECONDS);
        isReady = true;
    }

    /**
     * Opens both ports.
     *
     * @param config where to listen
     * @param served what is served; not closed here
     * @param meters the meters to show, and to add those of the ports to
     * @return the ports, which listen
     */
    public static GuardPorts open(GuardConfig.Ports config, Served served, PrometheusMeterRegistry meters) {
        return new GuardPorts(config, served, meters);
    }

    /**
     * Returns the number of the open port.
     *
     * @return the port that it listens on
     */
    public int openPort() {
        return open.number();
    }

    /**
     * Returns the number of the admin port.
     *
     * @return the port that it listens on
     */
    public int adminPort() {
        return admin.number();
    }

    /** Tells those who ask for its health that this server is about to end. */
    public void notReady() {
        isReady = false;
    }

    /** Closes both ports, and the streams of events with them. */
    @Override
    public void close() {
        isReady = false;
        ticks.shutdownNow();
        events.dispose();
        feed.close();
        open.close();
        admin.close();
    }
}
