package io.github.streamlifecycle.examples.room;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.webhook.WebhookObservations;
import io.github.streamlifecycle.livekit.server.webhook.WebhookReceiver;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A web server on loopback that takes LiveKit's webhooks in, and serves the page of a host. */
final class WebServer implements AutoCloseable {
    private static final int OK = 200;

    private final HttpServer http;
    private final WebhookReceiver receiver;
    private final FlowableProcessor<Observation> observations =
            PublishProcessor.<Observation>create().toSerialized();

    WebServer(int port, ApiKeys keys) throws IOException {
        receiver = WebhookReceiver.with(keys);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.createContext("/hook", this::webhook);
        http.start();
    }

    private void webhook(HttpExchange request) throws IOException {
        byte[] body = request.getRequestBody().readAllBytes();
        WebhookVerdict verdict =
                receiver.receive(body, request.getRequestHeaders().getFirst("Authorization"));
        request.sendResponseHeaders(verdict.status(), -1);
        request.close();
        if (verdict instanceof WebhookVerdict.Accepted accepted) {
            WebhookObservations.of(accepted.event(), System.currentTimeMillis()).ifPresent(observations::onNext);
        }
    }

    Flowable<Observation> webhooks(String room) {
        return observations
                .onBackpressureBuffer()
                .filter(observation -> observation.origin().room().name().equals(room));
    }

    /** Serves a page that publishes over WHIP, and nothing else: it has no code of this library. */
    URI hostPage(URI server, String token) throws IOException {
        String whip = server.toString().replaceFirst("^ws", "http") + "/whip/v1";
        byte[] page;
        try (InputStream template = WebServer.class.getResourceAsStream("whip-host.html")) {
            page = new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("$WHIP", whip)
                    .replace("$TOKEN", token)
                    .getBytes(StandardCharsets.UTF_8);
        }
        http.createContext("/host", request -> {
            request.getResponseHeaders().add("Content-Type", "text/html");
            request.sendResponseHeaders(OK, page.length);
            request.getResponseBody().write(page);
            request.close();
        });
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/host");
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
