package io.github.streamlifecycle.livekit.testkit;

import com.google.protobuf.ByteString;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.websockets.core.WebSocketChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.Options;

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

    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** What a request is answered with, once, from any thread. */
    final class Response {
        private final HttpServerExchange exchange;
        private volatile boolean gone;
        private volatile boolean answered;

        private Response(HttpServerExchange exchange) {
            this.exchange = exchange;
            open.add(this);
            exchange.addExchangeCompleteListener((completed, next) -> {
                open.remove(this);
                next.proceed();
            });
        }

        Response header(String name, String value) {
            exchange.getResponseHeaders().add(new HttpString(name), value);
            return this;
        }

        void send(int status, String contentType, String body) {
            send(status, contentType, body.getBytes(StandardCharsets.UTF_8));
        }

        void send(int status, String contentType, byte[] body) {
            exchange.setStatusCode(status);
            write(contentType, body.length, out -> out.write(body));
        }

        /** Sends many zeroes as fast as the caller takes them. */
        void sendZeroes(String contentType, long bytes) {
            write(contentType, bytes, out -> {
                byte[] zeroes = new byte[CHUNK];
                for (long left = bytes; left > 0; left -= CHUNK) {
                    out.write(zeroes, 0, (int) Math.min(left, CHUNK));
                }
            });
        }

        private void write(String contentType, long length, Body body) {
            answered = true;
            execute(() -> {
                try {
                    if (!contentType.isEmpty()) {
                        header("Content-Type", contentType);
                    }
                    if (length > 0) {
                        exchange.setResponseContentLength(length);
                        body.write(exchange.getOutputStream());
                    }
                    exchange.endExchange();
                } catch (IOException callerIsGone) {
                    // as for any server: nobody is left to tell
                    close();
                }
            });
        }

        /** Sends one more zero of a body without an end, unless the caller is gone. */
        void sendZero(String contentType) {
            execute(() -> {
                synchronized (exchange) {
                    try {
                        if (!exchange.isResponseStarted()) {
                            header("Content-Type", contentType);
                        }
                        exchange.getOutputStream().write(0);
                        exchange.getOutputStream().flush();
                    } catch (IOException callerIsGone) {
                        close();
                    }
                }
            });
        }

        boolean isGone() {
            return gone;
        }

        void cut() {
            execute(this::close);
        }

        private void close() {
            gone = true;
            IoUtils.safeClose(exchange.getConnection());
        }

        private void execute(Runnable task) {
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

        /** Whether an opening handshake is accepted; on a thread that must not wait. */
        Optional<Consumer<WebSocketChannel>> upgrade(HttpServerExchange exchange);
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "livekit-double-http");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Response> open = ConcurrentHashMap.newKeySet();
    private final Handler handler;
    private final Undertow server;

    Http(int port, Handler handler) {
        this.handler = handler;
        this.server = Undertow.builder()
                .addHttpListener(port, InetAddress.getLoopbackAddress().getHostAddress())
                .setIoThreads(1)
                .setWorkerOption(Options.THREAD_DAEMON, true)
                .setWorkerThreads(1)
                .setHandler(this::handle)
                .build();
        try {
            server.start();
        } catch (RuntimeException failed) {
            throw failed.getCause() instanceof BindException taken
                    ? new UncheckedIOException("port " + port + " of loopback cannot be listened on", taken)
                    : failed;
        }
    }

    private void handle(HttpServerExchange exchange) throws Exception {
        if (Cors.isAnswered(exchange)) {
            return;
        }
        if (exchange.getRequestHeaders().contains(Headers.SEC_WEB_SOCKET_KEY)) {
            Optional<Consumer<WebSocketChannel>> opened = handler.upgrade(exchange);
            if (opened.isPresent()) {
                Handlers.websocket((request, channel) -> opened.get().accept(channel))
                        .handleRequest(exchange);
                return;
            }
        }
        exchange.dispatch(threads, () -> read(exchange));
    }

    private void read(HttpServerExchange exchange) {
        exchange.startBlocking();
        Response response = new Response(exchange);
        try {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach(header ->
                            headers.put(header.getHeaderName().toString().toLowerCase(Locale.ROOT), header.getFirst()));
            ByteString body = ByteString.copyFrom(exchange.getInputStream().readNBytes(MAX_BODY));
            Request request = new Request(
                    exchange.getRequestMethod().toString(), exchange.getRequestPath(), Map.copyOf(headers), body);
            handler.handle(request, headers.get("authorization"), response);
        } catch (IOException callerIsGone) {
            response.close();
        }
    }

    /** Cuts the connections of those that still wait for an answer; an answered one may carry the next request already. */
    void cutAll() {
        open.stream().filter(response -> !response.answered).forEach(Response::close);
    }

    int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    void end() {
        open.forEach(Response::close);
        server.stop();
        threads.shutdownNow();
    }
}
