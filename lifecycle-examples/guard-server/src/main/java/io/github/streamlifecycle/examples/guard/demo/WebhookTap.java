package io.github.streamlifecycle.examples.guard.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A stop on the way of webhooks to the guard server, where they are looked at and passed on unchanged. */
final class WebhookTap implements AutoCloseable {
    private static final String PATH = "/livekit/webhook";
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final Consumer<Report> onReport;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger guardPort = new AtomicInteger();

    /**
     * A webhook.
     *
     * @param event its name
     * @param participant the participant that it is about; empty if none
     * @param status the status of the egress that it is about; empty if none
     */
    record Report(String event, String participant, String status) {
        static Report of(String json) {
            JsonObject body = JsonParser.parseString(json).getAsJsonObject();
            return new Report(
                    text(body, "event"), inner(body, "participant", "identity"), inner(body, "egressInfo", "status"));
        }

        private static String inner(JsonObject body, String object, String name) {
            return body.has(object) ? text(body.getAsJsonObject(object), name) : "";
        }

        private static String text(JsonObject object, String name) {
            return object.has(name) ? object.get(name).getAsString() : "";
        }
    }

    private WebhookTap(HttpServer server, Consumer<Report> onReport) {
        this.server = server;
        this.onReport = onReport;
    }

    /** Listens. Until it is known where the guard server is, LiveKit is asked to try again. */
    static WebhookTap open(Consumer<Report> onReport) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        WebhookTap tap = new WebhookTap(server, onReport);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "webhook-tap");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext(PATH, tap::pass);
        server.start();
        return tap;
    }

    URI url() {
        return url(server.getAddress().getPort());
    }

    void passTo(int port) {
        guardPort.set(port);
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port + PATH);
    }

    private void pass(HttpExchange request) throws IOException {
        try (request) {
            byte[] body = request.getRequestBody().readAllBytes();
            int status = UNAVAILABLE;
            if (guardPort.get() != 0) {
                tell(body);
                status = post(body, request.getRequestHeaders().getFirst("Authorization"));
            }
            request.sendResponseHeaders(status, -1);
        }
    }

    private void tell(byte[] body) {
        try {
            onReport.accept(Report.of(new String(body, StandardCharsets.UTF_8)));
        } catch (JsonParseException | IllegalStateException unreadable) {
            // the guard server refuses it
        }
    }

    private int post(byte[] body, String authorization) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url(guardPort.get()))
                .header("Authorization", authorization)
                .header("Content-Type", "application/webhook+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNAVAILABLE;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
