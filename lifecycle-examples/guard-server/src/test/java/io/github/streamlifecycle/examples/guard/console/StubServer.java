package io.github.streamlifecycle.examples.guard.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The console's files with made-up answers, for what would take a server minutes or a thousand hosts to show. */
final class StubServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    final AtomicInteger asked = new AtomicInteger();

    StubServer(StubRooms rooms) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::file);
        server.createContext("/api/console", exchange -> {
            asked.incrementAndGet();
            String query = exchange.getRequestURI().getQuery();
            JsonObject news = query == null ? rooms.all() : rooms.changed();
            answer(exchange, "application/json", news.toString().getBytes(StandardCharsets.UTF_8));
        });
        server.createContext(
                "/api/timeline",
                exchange -> answer(
                        exchange,
                        "application/json",
                        rooms.timeline(exchange.getRequestURI().getQuery().replaceFirst("^room=", ""))
                                .toString()
                                .getBytes(StandardCharsets.UTF_8)));
        server.createContext("/api/events", this::events);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.equals("/") ? "index.html" : path.substring(1);
        try (InputStream in = StubServer.class.getResourceAsStream("/console/" + name)) {
            String type = name.endsWith("js")
                    ? "text/javascript"
                    : name.endsWith("css") ? "text/css" : name.endsWith("svg") ? "image/svg+xml" : "text/html";
            answer(exchange, type, Objects.requireNonNull(in, name).readAllBytes());
        }
    }

    /** Says five times a second that something is new. */
    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (exchange) {
            do {
                exchange.getResponseBody()
                        .write(("event: batch\nid: 1\ndata: " + new JsonArray() + "\n\n")
                                .getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            } while (!closed.await(200, TimeUnit.MILLISECONDS));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
