package io.github.streamlifecycle.livekit.webrtc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy before a WHIP server that can lose an answer which the server has given, or hold it back. */
final class WhipProxy implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("Authorization", "Content-Type", "If-Match");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer proxy;
    private final URI server;
    /** Method and status of every answer that the server has given. */
    private final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();

    private final Map<String, Boolean> lost = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

    WhipProxy(String serverUrl) throws IOException {
        server = URI.create(serverUrl.replaceFirst("^ws", "http"));
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(threads);
        proxy.createContext("/", this::passOn);
        proxy.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort() + "/whip/v1");
    }

    List<String> answered() {
        return List.copyOf(answered);
    }

    /** Loses the next answer to a method. */
    void loseNext(String method) {
        lost.put(method, true);
    }

    /** Holds answers to a method back until the latch opens. */
    CountDownLatch hold(String method) {
        CountDownLatch latch = new CountDownLatch(1);
        held.put(method, latch);
        return latch;
    }

    private void passOn(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .method(
                        method,
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        PASSED_ON.forEach(name -> {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        });
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            answered.add(method + " " + answer.statusCode());
            held.getOrDefault(method, new CountDownLatch(0)).await();
            if (lost.remove(method) == null) {
                answer.headers()
                        .map()
                        .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
                exchange.sendResponseHeaders(
                        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        held.values().forEach(CountDownLatch::countDown);
        proxy.stop(0);
        threads.shutdownNow();
    }
}
