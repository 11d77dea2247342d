package io.github.streamlifecycle.examples.guard.demo;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.WrongConfiguration;
import io.github.streamlifecycle.examples.guard.server.GuardServer;
import io.github.streamlifecycle.examples.guard.watch.WatchProcesses;
import io.github.streamlifecycle.examples.guard.web.HostApplication;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a demonstration with a host in a browser consists of: the stand-in for LiveKit, unless there is a real one, the guard
 * server, and the application of the host.
 */
final class BrowserStage implements AutoCloseable {
    private static final String URL = "LIVEKIT_URL";
    private static final String OUTPUT = "LIVEKIT_OUTPUT";
    private static final String OPEN = "GUARD_PORT";
    private static final String ADMIN = "GUARD_ADMIN_PORT";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String LIVE_STREAM = "rtmp://127.0.0.1/live/stream-key";

    private final HostApplication application;
    private final GuardServer guard;
    /** Closed in the opposite order. */
    private final Deque<AutoCloseable> parts;

    private BrowserStage(HostApplication application, GuardServer guard, Deque<AutoCloseable> parts) {
        this.application = application;
        this.guard = guard;
        this.parts = parts;
    }

    /** Starts everything; what has begun when something fails is ended again. */
    static BrowserStage open(Map<String, String> environment)
            throws IOException, WrongConfiguration, Setback, InterruptedException {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        boolean isOpen = false;
        try {
            BrowserStage stage = open(settings(environment), parts);
            isOpen = true;
            return stage;
        } finally {
            if (!isOpen) {
                closeAll(parts);
            }
        }
    }

    /** Those of the environment, and what a demonstration needs beside. */
    private static Map<String, String> settings(Map<String, String> environment) throws IOException {
        Map<String, String> settings = new HashMap<>(environment);
        settings.values().removeIf(String::isBlank);
        settings.putIfAbsent("GUARD_BIND", LOOPBACK);
        settings.putIfAbsent(OPEN, Integer.toString(freePort(8080)));
        settings.putIfAbsent(ADMIN, Integer.toString(freePort(8081)));
        return settings;
    }

    /** Returns a port unless it is in use, and then any that is free. */
    private static int freePort(int wanted) throws IOException {
        InetAddress loopback = InetAddress.getByName(LOOPBACK);
        try (ServerSocket free = new ServerSocket(wanted, 1, loopback)) {
            return free.getLocalPort();
        } catch (IOException inUse) {
            try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
                return free.getLocalPort();
            }
        }
    }

    private static BrowserStage open(Map<String, String> settings, Deque<AutoCloseable> parts)
            throws IOException, WrongConfiguration, Setback, InterruptedException {
        HostApplication.Server kind =
                settings.containsKey(URL) ? HostApplication.Server.LIVEKIT : HostApplication.Server.DOUBLE;
        if (kind == HostApplication.Server.DOUBLE) {
            settings.putAll(startDouble(settings.get(OPEN), parts));
        }
        GuardConfig config = GuardConfig.of(settings);
        GuardConfig.LiveKitServer server = config.livekit();
        LiveKit livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
        parts.push(() -> livekit.close(Duration.ofMillis(500)));
        EgressRequest egress = egress(settings.getOrDefault(OUTPUT, LIVE_STREAM));
        HostApplication application =
                new HostApplication(livekit, kind, egress, config.rules().grace());
        GuardServer guard = GuardServer.start(config, watch(config.watch(), parts), Optional.of(application));
        parts.push(guard);
        return new BrowserStage(application, guard, parts);
    }

    private static Map<String, String> startDouble(String guardPort, Deque<AutoCloseable> parts)
            throws IOException, Setback, InterruptedException {
        TemporaryFolder folder = TemporaryFolder.create();
        parts.push(folder);
        String webhooks = "http://" + LOOPBACK + ":" + guardPort + "/livekit/webhook";
        DemoProcess livekit =
                DemoProcess.start(DemoLiveKit.class, folder.path(), Map.of(DemoLiveKit.WEBHOOKS, webhooks), line -> {});
        parts.push(livekit);
        return Map.of(
                URL,
                livekit.await(DemoLiveKit.URL).orElseThrow(() -> new Setback("the stand-in for LiveKit did not start")),
                "LIVEKIT_API_KEY",
                LiveKitDouble.DEFAULT_API_KEY,
                "LIVEKIT_API_SECRET",
                LiveKitDouble.DEFAULT_API_SECRET);
    }

    private static Optional<RoomWatch> watch(GuardConfig.Watch config, Deque<AutoCloseable> parts) {
        if (config.mode() == GuardConfig.Watch.Mode.OFF) {
            return Optional.empty();
        }
        WatchProcesses watch = WatchProcesses.of(config.roomsPerProcess());
        parts.push(watch);
        return Optional.of(watch);
    }

    private static EgressRequest egress(String output) {
        RoomCompositeEgress grid = RoomCompositeEgress.grid();
        return output.startsWith("rtmp") ? grid.toRtmp(output) : grid.toFile(output);
    }

    URI hostPage() {
        return URI.create("http://" + LOOPBACK + ":" + guard.ports().openPort() + "/host/");
    }

    URI console() {
        return URI.create("http://" + LOOPBACK + ":" + guard.ports().adminPort() + "/");
    }

    /** Says who plays LiveKit's part, in a line. */
    String livekit() {
        return application.server() == HostApplication.Server.DOUBLE
                ? "LiveKit's part is played by a stand-in on this machine."
                : "LiveKit is the server at " + application.livekit().url() + ", whose webhooks should go to "
                        + hostPage().resolve("/livekit/webhook") + ".";
    }

    /** Ends all of it. What goes wrong meanwhile does not matter any more. */
    @Override
    public void close() {
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception ended) {
                // the next one
            }
        }
    }
}
