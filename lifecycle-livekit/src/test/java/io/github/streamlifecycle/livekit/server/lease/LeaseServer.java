package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.browser.HostPage;
import io.github.streamlifecycle.livekit.room.Observation;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.xnio.IoUtils;

/** A web server that serves a host's page and {@code lease.js}, and takes leases over WebSocket and POST. */
final class LeaseServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Function<Consumer<Observation>, LeaseReceiver> receivers;
    private final Queue<WebSocketChannel> sockets = new ConcurrentLinkedQueue<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<Answered> answers = new CopyOnWriteArrayList<>();
    private volatile boolean takesSockets = true;
    private volatile LeaseReceiver receiver;
    private Undertow server;

    /** An observation, and the time when it was told. */
    record Told(long nanos, Observation what) {}

    /** The way by which a message came. */
    enum Way {
        SOCKET,
        POST
    }

    /** A message's way, and the answer to it. */
    record Answered(Way way, LeaseReply reply) {}

    LeaseServer(Function<Consumer<Observation>, LeaseReceiver> receivers) {
        this.receivers = receivers;
        this.receiver = receivers.apply(this::tell);
        this.server = HostPage.serve(site(), 0);
    }

    private HttpHandler site() {
        return HostPage.paths()
                .addExactPath("/lease.js", HostPage.serving("text/javascript", LeaseReceiver.script()))
                .addExactPath("/lease", this::lease);
    }

    private void lease(HttpServerExchange exchange) throws Exception {
        if (!exchange.getRequestHeaders().contains(Headers.SEC_WEB_SOCKET_KEY)) {
            exchange.getRequestReceiver().receiveFullBytes(this::post);
        } else if (takesSockets) {
            Handlers.websocket((request, channel) -> opened(channel)).handleRequest(exchange);
        } else {
            exchange.setStatusCode(404);
        }
    }

    private void post(HttpServerExchange exchange, byte[] body) {
        LeaseReply reply = receiver.post(body);
        answers.add(new Answered(Way.POST, reply));
        exchange.getResponseHeaders().put(new HttpString("Access-Control-Allow-Origin"), "*");
        exchange.setStatusCode(reply.status()).endExchange();
    }

    private void opened(WebSocketChannel channel) {
        LeaseConnection connection = receiver.connected();
        sockets.add(channel);
        channel.addCloseTask(closed -> connection.closed());
        channel.getReceiveSetter().set(new AbstractReceiveListener() {
            @Override
            protected void onFullTextMessage(WebSocketChannel socket, BufferedTextMessage message) {
                LeaseReply reply = connection.receive(message.getData());
                answers.add(new Answered(Way.SOCKET, reply));
                WebSockets.sendText(reply.text(), socket, null);
                reply.closeCode().ifPresent(code -> WebSockets.sendClose(code, "", socket, null));
            }
        });
        channel.resumeReceives();
    }

    private void tell(Observation what) {
        told.add(new Told(System.nanoTime(), what));
    }

    /** Ends as a process does that is killed, and starts anew on its port with a receiver that knows nothing. */
    void restart() {
        int port = HostPage.port(server);
        close();
        receiver = receivers.apply(this::tell);
        server = HostPage.serve(site(), port);
    }

    /** Answers no opening handshake of a WebSocket, as a proxy does that does not know them. */
    void refuseSockets() {
        takesSockets = false;
    }

    String url() {
        return HostPage.url(HostPage.port(server));
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    List<Answered> answers() {
        return List.copyOf(answers);
    }

    /** Returns how much was told so far. */
    int mark() {
        return told.size();
    }

    /** Waits for an observation after a mark. */
    Told await(int mark, Predicate<Observation> wanted) {
        await(() -> since(mark, wanted).findAny().isPresent());
        return since(mark, wanted).findFirst().orElseThrow();
    }

    private Stream<Told> since(int mark, Predicate<Observation> wanted) {
        return told.stream().skip(mark).filter(one -> wanted.test(one.what()));
    }

    /** Waits until as many more messages came by one way and were answered alike. */
    void awaitAnswers(int many, Answered alike) {
        int before = answers.size();
        await(() -> answers.stream().skip(before).filter(alike::equals).count() >= many);
    }

    /** Waits until a lease that began by POST, as each does, was last renewed over its WebSocket. */
    void awaitSocket() {
        await(() -> {
            List<Answered> all = answers();
            return all.size() > 1
                    && all.contains(new Answered(Way.POST, LeaseReply.KEPT))
                    && all.get(all.size() - 1).equals(new Answered(Way.SOCKET, LeaseReply.KEPT));
        });
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .alias("after " + told + " and " + answers)
                .until(condition);
    }

    @Override
    public void close() {
        receiver.close();
        sockets.forEach(IoUtils::safeClose);
        sockets.clear();
        server.stop();
    }
}
