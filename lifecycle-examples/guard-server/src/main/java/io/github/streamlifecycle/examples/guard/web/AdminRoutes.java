package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What operators read: rooms, events, metrics and health. */
final class AdminRoutes {
    private static final int CONNECTIONS = 256;
    private static final int MOST_ROOMS = 10_000;
    private static final int SNAPSHOTS_AT_ONCE = 4;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final GuardPorts.Served served;
    private final PrometheusMeterRegistry meters;
    private final EventFeed feed;
    private final EventStreams streams;
    private final BooleanSupplier isReady;
    private final Semaphore snapshots = new Semaphore(SNAPSHOTS_AT_ONCE);

    AdminRoutes(GuardPorts.Served served, PrometheusMeterRegistry meters, EventFeed feed, BooleanSupplier isReady) {
        this.served = served;
        this.meters = meters;
        this.feed = feed;
        this.streams = new EventStreams(feed);
        this.isReady = isReady;
        meters.gauge("guard.server.event.readers", streams, EventStreams::readers);
    }

    static Port.Limits limits() {
        int login = ConsoleRoutes.LONGEST_LOGIN;
        return new Port.Limits(
                CONNECTIONS, Map.of(ConsoleRoutes.LOGIN, new BodyLimits.Limit(login, CONNECTIONS * login, () -> {})));
    }

    void addTo(JavalinConfig config) {
        config.routes.before(request -> request.header("X-Content-Type-Options", "nosniff"));
        config.routes.get("/api/rooms", this::rooms);
        config.routes.get("/api/events", streams::serve);
        config.routes.get(
                "/metrics",
                request -> request.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(meters.scrape()));
        addHealthTo(config, isReady);
    }

    static void addHealthTo(JavalinConfig config, BooleanSupplier isReady) {
        config.routes.get("/health/live", request -> request.result("live"));
        config.routes.get("/health/ready", request -> {
            boolean ready = isReady.getAsBoolean();
            request.status(ready ? 200 : UNAVAILABLE).result(ready ? "ready" : "not ready");
        });
    }

    private void rooms(Context request) throws IOException {
        if (!snapshots.tryAcquire()) {
            request.status(UNAVAILABLE).result("too many requests at once");
            return;
        }
        try {
            request.contentType("application/json").header("Cache-Control", "no-store");
            String name = request.queryParam("room");
            String limit = request.queryParam("limit");
            if (limit != null && !limit.matches("[0-9]{1,5}")) {
                request.status(BAD_REQUEST).result("{\"error\":\"limit has to be a number\"}");
                return;
            }
            int most = limit == null ? MOST_ROOMS : Math.min(MOST_ROOMS, Integer.parseInt(limit));
            Writer out = new BufferedWriter(new OutputStreamWriter(request.outputStream(), StandardCharsets.UTF_8));
            rooms(name, most).write(out, System.currentTimeMillis());
            out.flush();
        } finally {
            snapshots.release();
        }
    }

    /** The mark is taken first: what happens from then on may be told twice, but is not missed. */
    private RoomsJson rooms(@Nullable String name, int most) {
        String mark = feed.mark();
        List<RoomGuard> all = served.rooms().stream()
                .filter(room -> name == null || room.room().equals(name))
                .sorted(Comparator.comparing(RoomGuard::room))
                .toList();
        return new RoomsJson(mark, all.size(), all.subList(0, Math.min(most, all.size())), served.replicas());
    }
}
