package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that serves HTTP within limits. */
final class Port implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Port.class);
    private static final int IDLE_MILLIS = 20_000;
    private static final int STOP_MILLIS = 1_000;
    private static final int THREADS = 32;
    private static final int IDLE_THREADS = 6;

    private final Javalin javalin;
    private final NetworkConnectionLimit connections;

    /**
     * What a port takes.
     *
     * @param connections the number of connections that may be open at the same time
     * @param bodies the limits of bodies by path; other paths take none
     */
    record Limits(int connections, Map<String, BodyLimits.Limit> bodies) {}

    private Port(Javalin javalin) {
        this.javalin = javalin;
        this.connections = javalin.jettyServer().server().getBean(NetworkConnectionLimit.class);
    }

    /**
     * Opens a port.
     *
     * @param name the name of its threads
     * @param address where to listen
     * @param limits what it takes
     * @param routes adds what it serves
     * @return the port, which listens
     */
    static Port open(String name, Address address, Limits limits, Consumer<JavalinConfig> routes) {
        return new Port(Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.startupWatcherEnabled = false;
                    config.http.compressionStrategy = CompressionStrategy.NONE;
                    config.http.maxRequestSize = Long.MAX_VALUE;
                    QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS);
                    threads.setName(name);
                    config.jetty.threadPool = threads;
                    config.jetty.modifyServer(server -> limit(server, limits));
                    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
                    config.jetty.addConnector((server, http) -> connector(server, http, address));
                    config.routes.exception(Exception.class, (failed, context) -> {
                        log.error("{} {} failed", context.method(), context.path(), failed);
                        context.status(500).result("internal error");
                    });
                    routes.accept(config);
                })
                .start());
    }

    private static void limit(Server server, Limits limits) {
        server.setStopTimeout(STOP_MILLIS);
        server.setHandler(new BodyLimits(limits.bodies()));
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, Address address) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(1_024);
        return connector;
    }

    int number() {
        return javalin.port();
    }

    /** Tests for a port that lets nobody in, since as many as it takes are there. */
    boolean isFull() {
        return connections.getNetworkConnectionCount() >= connections.getMaxNetworkConnectionCount();
    }

    /** Closes the port; requests that have not ended by then are cut. */
    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException cut) {
            log.debug("requests were cut", cut);
        }
    }
}
