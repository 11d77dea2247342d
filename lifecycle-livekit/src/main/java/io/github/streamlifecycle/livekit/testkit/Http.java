package io.github.streamlifecycle.livekit.testkit;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The HTTP server on loopback: requests go to the world, answers come back from it whenever it likes. */
final class Http {
    /** LiveKit reads no more of an offer. */
    private static final int MAX_BODY = 1 << 20;

    private static final int CHUNK = 1 << 16;

    /** A request, read whole. */
    record Request(String method, String path, Map<String, String> headers, ByteString body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean isJson() {
            return header("content-type").startsWith("application/json");
        }

        String text() {
            return body.toStringUtf8();
        }
    }

    /** What a request is answered with, once, from any thread. */
    final class Response {
        private final HttpExchange exchange;
        private volatile boolean gone;

        private Response(HttpExchange exchange) {
            this.exchange = exchange;
        }

        Response header(String name, String value) {
            exchange.getResponseHeaders().add(name, value);
            return this;
        }

        void send(int status, String contentType, String body) {
            send(status, contentType, body.getBytes(StandardCharsets.UTF_8));
        }

        void send(int status, String contentType, byte[] body) {
            execute(() -> {
                try (exchange) {
                    if (!contentType.isEmpty()) {
                        header("Content-Type", contentType);
                    }
                    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                    if (body.length > 0) {
                        exchange.getResponseBody().write(body);
                    }
                } catch (IOException callerIsGone) {
                    // as for any server: nobody is left to tell
                }
            });
        }

        /** Sends many zeroes as fast as the caller takes them. */
        void sendZeroes(String contentType, long bytes) {
            execute(() -> {
                try (exchange) {
                    header("Content-Type", contentType);
                    exchange.sendResponseHeaders(200, bytes);
                    byte[] zeroes = new byte[CHUNK];
                    for (long left = bytes; left > 0; left -= CHUNK) {
                        exchange.getResponseBody().write(zeroes, 0, (int) Math.min(left, CHUNK));
                    }
                } catch (IOException callerIsGone) {
                    // as for any server: nobody is left to tell
                }
            });
        }

        /** Sends one more zero of a body without an end, unless the caller is gone. */
        void sendZero(String contentType) {
            execute(() -> {
                synchronized (exchange) {
                    try {
                        if (exchange.getResponseCode() < 0) {
                            header("Content-Type", contentType);
                            exchange.sendResponseHeaders(200, 0);
                        }
                        exchange.getResponseBody().write(0);
                        exchange.getResponseBody().flush();
                    } catch (IOException callerIsGone) {
                        gone = true;
                        exchange.close();
                    }
                }
            });
        }

        boolean isGone() {
            return gone;
        }

        void cut() {
            execute(exchange::close);
        }

        private void execute(Runnable task) {
            open.remove(this);
            try {
                threads.execute(task);
            } catch (RejectedExecutionException closed) {
                // the server is closed, and its connections with it
            }
        }
    }

    /** Whoever answers. */
    interface Handler {
        void handle(Request request, @Nullable String authorization, Response response);
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "livekit-double-http");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    private final Set<Response> open = ConcurrentHashMap.newKeySet();

    Http(int port, Handler handler) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " of loopback cannot be listened on", e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            Request request = read(exchange);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            Response response = new Response(exchange);
            open.add(response);
            handler.handle(request, authorization, response);
        });
        server.start();
    }

    /** Cuts the connections of those that still wait for an answer. */
    void cutAll() {
        open.forEach(Response::cut);
    }

    int port() {
        return server.getAddress().getPort();
    }

    void end() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), Objects.requireNonNullElse(values.get(0), "")));
        ByteString body = ByteString.copyFrom(exchange.getRequestBody().readNBytes(MAX_BODY));
        return new Request(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), Map.copyOf(headers), body);
    }
}
