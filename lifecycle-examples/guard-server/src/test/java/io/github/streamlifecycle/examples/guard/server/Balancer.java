package io.github.streamlifecycle.examples.guard.server;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A load balancer in front of the replicas: each webhook goes to the next one, and to another if that one does not take it. */
final class Balancer implements AutoCloseable {
    private final Undertow server;
    private final List<Integer> ports;
    private final AtomicInteger turn = new AtomicInteger();

    Balancer(List<Integer> ports) {
        this.ports = ports;
        this.server = Undertow.builder()
                .addHttpListener(
                        0,
                        "127.0.0.1",
                        exchange -> exchange.getRequestReceiver()
                                .receiveFullBytes((request, body) -> request.dispatch(() -> forward(request, body))))
                .setWorkerThreads(32)
                .build();
        server.start();
    }

    URI webhooks() {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort() + "/livekit/webhook");
    }

    private void forward(HttpServerExchange request, byte[] body) {
        int status = 503;
        for (int tried = 0; tried < ports.size() && status >= 500; tried++) {
            int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
            HttpRequest.Builder forwarded = Http.to(port, "/livekit/webhook")
                    .header("Authorization", request.getRequestHeaders().getFirst("Authorization"))
                    .timeout(Duration.ofSeconds(2))
                    .POST(BodyPublishers.ofByteArray(body));
            try {
                status = Http.send(forwarded).statusCode();
            } catch (IOException down) {
                status = 503;
            }
        }
        request.setStatusCode(status).endExchange();
    }

    @Override
    public void close() {
        server.stop();
    }
}
