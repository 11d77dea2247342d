package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.livekit.server.lease.LeaseConnection;
import io.github.streamlifecycle.livekit.server.lease.LeaseReceiver;
import io.github.streamlifecycle.livekit.server.lease.LeaseReply;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The WebSockets over which hosts renew their leases. One that floods is closed, and so is one that has presented no token in
 * time; for the former its host has not fallen.
 */
final class LeaseSockets {
    static final int MESSAGES_A_SECOND = 50;
    static final Duration TOKEN_WITHIN = Duration.ofSeconds(10);
    static final Duration TOKEN_WITHIN_IN_HURRY = Duration.ofSeconds(2);

    private static final String HURRY = "hurry";
    private static final int POLICY_VIOLATION = 1_008;
    private static final int NOT_TEXT = 1_003;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LeaseReceiver leases;
    private final LongSupplier nanoTime;
    private final Consumer<LeaseReply> replied;
    private final Map<String, Socket> open = new ConcurrentHashMap<>();

    LeaseSockets(LeaseReceiver leases, LongSupplier nanoTime, Consumer<LeaseReply> replied) {
        this.leases = leases;
        this.nanoTime = nanoTime;
        this.replied = replied;
    }

    /** A socket. Jetty calls it for one message after the other. */
    private final class Socket {
        private final WsContext context;
        private final LeaseConnection connection = leases.connected();
        private final long openedAt = nanoTime.getAsLong();
        private final Duration tokenWithin;
        private volatile boolean identified;
        private long second;
        private int messages;

        Socket(WsContext context) {
            this.context = context;
            this.tokenWithin = context.attribute(HURRY) == null ? TOKEN_WITHIN : TOKEN_WITHIN_IN_HURRY;
        }

        void receive(String message) {
            long now = (nanoTime.getAsLong() - openedAt) / NANOS_PER_SECOND;
            messages = now == second ? messages + 1 : 1;
            second = now;
            if (messages > MESSAGES_A_SECOND) {
                open.remove(context.sessionId()); // so that its end is not taken for the host's
                context.closeSession(POLICY_VIOLATION, "too many messages");
                return;
            }
            LeaseReply reply = connection.receive(message);
            identified |= reply == LeaseReply.KEPT;
            replied.accept(reply);
            context.send(reply.text());
            reply.closeCode().ifPresent(code -> context.closeSession(code, ""));
        }

        void closeIfNobody() {
            if (!identified && nanoTime.getAsLong() - openedAt > tokenWithin.toNanos()) {
                context.closeSession(POLICY_VIOLATION, "no token");
            }
        }
    }

    /** Leaves the WebSocket that a request is about to open little time to present a token. */
    static void hurry(Context request) {
        request.attribute(HURRY, true);
    }

    void serve(WsConfig socket) {
        socket.onConnect(this::opened);
        socket.onMessage(this::received);
        socket.onBinaryMessage(message -> message.closeSession(NOT_TEXT, "text only"));
        socket.onClose(closed -> ended(closed.sessionId()));
        socket.onError(failed -> ended(failed.sessionId()));
    }

    private void opened(WsConnectContext context) {
        open.put(context.sessionId(), new Socket(context));
    }

    private void received(WsMessageContext message) {
        Socket socket = open.get(message.sessionId());
        if (socket != null) {
            socket.receive(message.message());
        }
    }

    private void ended(String sessionId) {
        Socket socket = open.remove(sessionId);
        if (socket != null) {
            socket.connection.closed();
        }
    }

    /** Closes the sockets that have presented no token in time; to be called once a second. */
    void closeThoseOfNobody() {
        open.values().forEach(Socket::closeIfNobody);
    }

    int count() {
        return open.size();
    }
}
