package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.livekit.server.lease.LeaseReceiver;
import io.github.streamlifecycle.livekit.server.lease.LeaseReply;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.github.streamlifecycle.livekit.server.webhook.WebhookReceiver;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;

/** What LiveKit and hosts may reach: webhooks and leases. Every message brings its own credential. */
final class OpenRoutes {
    static final String WEBHOOK = "/livekit/webhook";
    static final String LEASE = "/lease";
    static final String SCRIPT = "/lease.js";

    /** Of all bodies at the same time. LiveKit sends again what is refused beyond it. */
    private static final int ALL_WEBHOOKS = 32 * WebhookReceiver.LONGEST_BODY;

    private static final int LONGEST_LEASE = 16 * 1_024;
    private static final int ALL_LEASES = 1_024 * LONGEST_LEASE;
    private static final int CONNECTIONS = 20_000;
    private static final Duration SOCKET_IDLE = Duration.ofMinutes(1);
    private static final int UNSENT_REPLIES = 64;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NO_CONTENT = 204;

    private final RoomGuards guards;
    private final LeaseReceiver leases;
    private final LeaseSockets sockets;
    private final Refusals refusals = new Refusals(System::nanoTime);
    private final MeterRegistry meters;
    private final int proxies;
    private final byte[] script = LeaseReceiver.script();

    OpenRoutes(RoomGuards guards, MeterRegistry meters, int proxies) {
        this.guards = guards;
        this.leases = guards.lease();
        this.meters = meters;
        this.proxies = proxies;
        this.sockets = new LeaseSockets(leases, System::nanoTime, reply -> count(reply, "socket"));
        meters.gauge("guard.server.lease.sockets", sockets, LeaseSockets::count);
        for (LeaseReply reply : LeaseReply.values()) {
            leaseMessages(reply, "socket");
            leaseMessages(reply, "post");
        }
    }

    Port.Limits limits() {
        return new Port.Limits(
                CONNECTIONS,
                Map.of(
                        WEBHOOK, new BodyLimits.Limit(WebhookReceiver.LONGEST_BODY, ALL_WEBHOOKS, () -> {}),
                        LEASE, new BodyLimits.Limit(LONGEST_LEASE, ALL_LEASES, leases::missed)));
    }

    void addTo(JavalinConfig config) {
        config.jetty.modifyWebSocketServletFactory(OpenRoutes::limit);
        config.routes.post(WEBHOOK, this::webhook);
        config.routes.before(LEASE, OpenRoutes::allowEveryOrigin);
        config.routes.post(LEASE, this::lease);
        config.routes.options(LEASE, OpenRoutes::preflight);
        config.routes.wsBeforeUpgrade(LEASE, this::upgrade);
        config.routes.ws(LEASE, sockets::serve);
        config.routes.before(SCRIPT, OpenRoutes::allowEveryOrigin);
        config.routes.get(
                SCRIPT,
                request -> request.contentType("text/javascript; charset=utf-8")
                        .header("Cache-Control", "public, max-age=3600")
                        .result(script));
    }

    private static void limit(JettyWebSocketServletFactory sockets) {
        sockets.setIdleTimeout(SOCKET_IDLE);
        sockets.setMaxTextMessageSize(LONGEST_LEASE);
        sockets.setMaxBinaryMessageSize(1);
        sockets.setMaxFrameSize(LONGEST_LEASE);
        sockets.setMaxOutgoingFrames(UNSENT_REPLIES);
    }

    private void webhook(Context request) throws IOException {
        byte[] body = request.bodyInputStream().readAllBytes();
        int status = guards.webhook(body, request.header("Authorization"));
        meters.counter("guard.server.webhooks", "status", Integer.toString(status))
                .increment();
        answer(request, status);
    }

    private void lease(Context request) throws IOException {
        LeaseReply reply = leases.post(request.bodyInputStream().readAllBytes());
        count(reply, "post");
        answer(request, reply.status());
    }

    private void answer(Context request, int status) {
        request.status(status);
        boolean isRefused = status >= 400 && status < 500 && status != TOO_MANY_REQUESTS;
        if (isRefused) {
            refusals.add(address(request));
            request.header("Connection", "close");
        }
    }

    /** Others may be behind the same address, and one of them may be a host. */
    private void upgrade(Context request) {
        if (refusals.areTooMany(address(request))) {
            LeaseSockets.hurry(request);
        }
    }

    private String address(Context request) {
        return ClientAddress.of(request, proxies);
    }

    /** The credential is in the message, not in a cookie, so that no page can use somebody else's. */
    private static void allowEveryOrigin(Context request) {
        request.header("Access-Control-Allow-Origin", "*");
    }

    private static void preflight(Context request) {
        request.header("Access-Control-Allow-Methods", "POST")
                .header("Access-Control-Allow-Headers", "Content-Type")
                .header("Access-Control-Max-Age", "86400")
                .status(NO_CONTENT);
    }

    private void count(LeaseReply reply, String via) {
        leaseMessages(reply, via).increment();
    }

    private Counter leaseMessages(LeaseReply reply, String via) {
        return meters.counter("guard.server.lease.messages", "status", reply.text(), "via", via);
    }

    /** To be called once a second, told whether anybody gets in. */
    void everySecond(BooleanSupplier isFull) {
        if (isFull.getAsBoolean()) {
            leases.missed();
        }
        sockets.closeThoseOfNobody();
    }
}
