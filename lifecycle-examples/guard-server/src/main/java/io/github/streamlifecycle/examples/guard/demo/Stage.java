package io.github.streamlifecycle.examples.guard.demo;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.WrongConfiguration;
import io.github.streamlifecycle.examples.guard.demo.Timeline.Teller;
import io.github.streamlifecycle.examples.guard.server.GuardServer;
import io.github.streamlifecycle.examples.guard.watch.WatchProcesses;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The processes and servers of the demonstration, and what is done with them. */
final class Stage implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration SHOW = Duration.ofSeconds(5);
    private static final Duration SHORT_SHOW = Duration.ofSeconds(1);
    private static final Duration MEDIA_WITHIN = Duration.ofSeconds(30);
    private static final Duration DECIDED_WITHIN = Duration.ofSeconds(60);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(15);
    /** With stops that fail, it does not end however long one waits. */
    private static final Duration NOT_ENDED_WITHIN = Duration.ofSeconds(3);

    private static final Duration SECOND_STOP_WITHIN = Duration.ofSeconds(1);
    private static final int ROOMS_PER_PROCESS = 4;
    private static final String ANY_PORT = "0";
    private static final String SILENT = "the stand-in for LiveKit does not answer any more";

    private final Timeline timeline;
    private final Witness witness;
    private final DemoLiveKit.Stops stops;
    private final TemporaryFolder temporaryFiles;
    /** Closed in the opposite order. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Stage(Timeline timeline, DemoLiveKit.Stops stops, TemporaryFolder temporaryFiles) {
        this.timeline = timeline;
        this.witness = new Witness(timeline, GRACE);
        this.stops = stops;
        this.temporaryFiles = temporaryFiles;
    }

    static Stage open(Timeline timeline, DemoLiveKit.Stops stops) throws IOException {
        return new Stage(timeline, stops, TemporaryFolder.create());
    }

    List<String> comparison() {
        return witness.comparison().lines();
    }

    /** Plays the whole show, and returns what the stand-in for LiveKit says of its end. */
    Verdict play() throws IOException, Setback, InterruptedException {
        WebhookTap webhooks = opened(WebhookTap.open(witness::onWebhook));
        DemoProcess livekit = startLiveKit(webhooks);
        String url =
                livekit.await(DemoLiveKit.URL).orElseThrow(() -> new Setback("the stand-in for LiveKit did not start"));
        timeline.say(Teller.LIVEKIT, "is there; a viewer joins, and stays until the end");
        webhooks.passTo(startGuard(url).ports().openPort());
        timeline.say(Teller.GUARD, "is there, and gets LiveKit's webhooks");
        DemoProcess host = hostOf(url);
        witness.awaitMedia(MEDIA_WITHIN);
        pause(stops == DemoLiveKit.Stops.WORK ? SHOW : SHORT_SHOW);
        if (livekit.ask(DemoLiveKit.HOST_LOST).isEmpty()) {
            throw new Setback(SILENT);
        }
        timeline.hostEnds();
        host.kill();
        timeline.say(Teller.DEMO, "kills the host's process, as if its computer had died");
        witness.awaitDecision(DECIDED_WITHIN);
        witness.awaitEnd(stops == DemoLiveKit.Stops.WORK ? ENDED_WITHIN : NOT_ENDED_WITHIN);
        pause(SECOND_STOP_WITHIN); // with a second stop it would not be exactly one
        return livekit.ask(DemoLiveKit.VERDICT).map(Verdict::parse).orElseThrow(() -> new Setback(SILENT));
    }

    private DemoProcess startLiveKit(WebhookTap webhooks) throws IOException {
        Map<String, String> settings = Map.of(
                DemoLiveKit.WEBHOOKS, webhooks.url().toString(),
                DemoLiveKit.STOPS, stops.name());
        return opened(DemoProcess.start(DemoLiveKit.class, temporaryFiles.path(), settings, witness::onLiveKit));
    }

    /** Starts the guard server, which ends with this program. */
    private GuardServer startGuard(String url) throws IOException, Setback {
        WatchProcesses watch = opened(WatchProcesses.of(ROOMS_PER_PROCESS));
        try {
            GuardServer guard = GuardServer.start(config(url), Optional.of(new WatchTap(watch, witness::onSign)));
            guard.guards().events().subscribe(witness::onEvent);
            return guard;
        } catch (WrongConfiguration wrong) {
            throw new Setback("the guard server refuses its configuration", wrong);
        }
    }

    private static GuardConfig config(String url) throws WrongConfiguration {
        return GuardConfig.of(Map.of(
                "LIVEKIT_URL",
                url,
                "LIVEKIT_API_KEY",
                LiveKitDouble.DEFAULT_API_KEY,
                "LIVEKIT_API_SECRET",
                LiveKitDouble.DEFAULT_API_SECRET,
                "GUARD_BIND",
                "127.0.0.1",
                "GUARD_PORT",
                ANY_PORT,
                "GUARD_ADMIN_PORT",
                ANY_PORT,
                "GUARD_GRACE",
                GRACE.toSeconds() + "s"));
    }

    /** Starts a host, and returns it once it is live. */
    private DemoProcess hostOf(String url) throws IOException, Setback, InterruptedException {
        Map<String, String> settings = Map.of(
                DemoHost.URL, url,
                DemoHost.API_KEY, LiveKitDouble.DEFAULT_API_KEY,
                DemoHost.API_SECRET, LiveKitDouble.DEFAULT_API_SECRET);
        DemoProcess host = opened(DemoProcess.start(DemoHost.class, temporaryFiles.path(), settings, witness::onHost));
        if (host.await(DemoHost.LIVE).isEmpty()) {
            throw new Setback("the host could not go live; its WebRTC library may not work on this machine");
        }
        return host;
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Ends all processes. What goes wrong meanwhile does not matter any more. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception ended) {
                // the next one
            }
        }
        temporaryFiles.close();
    }
}
