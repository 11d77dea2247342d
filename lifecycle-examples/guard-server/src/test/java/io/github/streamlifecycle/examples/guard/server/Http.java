package io.github.streamlifecycle.examples.guard.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Requests to a guard server. */
public final class Http {
    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private Http() {}

    /** Returns a port that is free, and that neither another test nor an outgoing connection takes meanwhile. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            if (!TAKEN.add(port)) {
                continue;
            }
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException inUse) {
                // another one
            }
        }
    }

    static HttpRequest.Builder to(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LONG);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    static HttpResponse<String> get(int port, String path) throws IOException {
        return send(to(port, path));
    }

    static HttpResponse<String> post(int port, String path, String body) throws IOException {
        return send(to(port, path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static JsonObject json(int port, String path) throws IOException {
        return JsonParser.parseString(get(port, path).body()).getAsJsonObject();
    }
}
