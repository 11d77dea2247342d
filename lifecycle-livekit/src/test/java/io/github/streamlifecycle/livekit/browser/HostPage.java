package io.github.streamlifecycle.livekit.browser;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.Options;

/** The page of a host, {@code host.html}, and small web servers that serve it. */
public final class HostPage {
    /** Tells of every start and stop. A logger is kept only as long as it is referred to. */
    private static final Logger UNDERTOW = Logger.getLogger("io.undertow");

    private static final String LOOPBACK = "127.0.0.1";

    private HostPage() {}

    /** Returns the paths of a site whose only page is the host's. */
    public static PathHandler paths() {
        return Handlers.path().addExactPath("/", serving("text/html", read()));
    }

    /** Returns a page, or a script, as an answer to GET. */
    public static HttpHandler serving(String contentType, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType + "; charset=utf-8");
            exchange.getResponseSender().send(ByteBuffer.wrap(body));
        };
    }

    /** Serves a site on loopback: a secure context, so that a page may use the camera. */
    public static Undertow serve(HttpHandler site, int port) {
        UNDERTOW.setLevel(Level.WARNING);
        Undertow server = Undertow.builder()
                .addHttpListener(port, LOOPBACK)
                .setIoThreads(1)
                .setWorkerOption(Options.THREAD_DAEMON, true)
                .setWorkerThreads(1)
                .setHandler(site)
                .build();
        server.start();
        return server;
    }

    /** Returns the port on which a server listens. */
    public static int port(Undertow server) {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** Returns the URL of the site on a port. */
    public static String url(int port) {
        return "http://" + LOOPBACK + ":" + port + "/";
    }

    private static byte[] read() {
        try (InputStream in = HostPage.class.getResourceAsStream("/browser/host.html")) {
            return Objects.requireNonNull(in, "host.html").readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
