package io.github.streamlifecycle.livekit.webrtc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.streamlifecycle.livekit.Servers;
import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.ToIntBiFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server whose webhooks come to an endpoint of the test's own. */
final class HookedServer implements AutoCloseable {
    /** Where the configuration of a real server for these tests sends them, to {@code /hook}. */
    private static final int REAL_PORT = 9999;

    final Server server;
    private final HttpServer endpoint;
    private final Runnable onClose;
    private volatile ToIntBiFunction<byte[], String> taker = (body, authorization) -> 200;

    private HookedServer(HttpServer endpoint, Server server, Runnable onClose) {
        this.endpoint = endpoint;
        this.server = server;
        this.onClose = onClose;
        endpoint.createContext("/hook", this::webhook);
        endpoint.start();
    }

    /** The ways to open the double, and the real server if there is one. */
    static Stream<Opening> all() {
        return Stream.concat(
                Stream.of(new Opening("embedded double", HookedServer::embedded)),
                Servers.all().skip(1).map(real -> new Opening(real.name(), () -> real(real))));
    }

    interface Open {
        HookedServer open() throws IOException;
    }

    record Opening(String name, Open how) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static HookedServer embedded() throws IOException {
        HttpServer endpoint = listen(0);
        URI url = URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort() + "/hook");
        LiveKitDouble embedded = LiveKitDouble.builder().webhookTo(url).start();
        Server server =
                new Server("embedded double", embedded.url(), embedded.apiKey(), embedded.apiSecret(), () -> {});
        return new HookedServer(endpoint, server, embedded::close);
    }

    private static HookedServer real(Server server) {
        HttpServer endpoint = Awaitility.await("port " + REAL_PORT + " to be free")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> listen(REAL_PORT), opened -> true);
        return new HookedServer(endpoint, server, () -> {});
    }

    private static HttpServer listen(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    }

    /** Hands body and header of each webhook over from now on, for the status to answer. */
    void webhooksTo(ToIntBiFunction<byte[], String> next) {
        taker = next;
    }

    private void webhook(HttpExchange request) throws IOException {
        byte[] body = request.getRequestBody().readAllBytes();
        String authorization = request.getRequestHeaders().getFirst("Authorization");
        request.sendResponseHeaders(taker.applyAsInt(body, authorization), -1);
        request.close();
    }

    @Override
    public void close() {
        onClose.run();
        endpoint.stop(0);
    }
}
