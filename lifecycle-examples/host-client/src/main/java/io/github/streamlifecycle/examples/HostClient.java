package io.github.streamlifecycle.examples;

import com.google.gson.JsonObject;
import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitDoubleProcess;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.Sdp;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A whole host: publishes a test picture over WHIP, starts an egress, guards it, comes back after a drop, and ends
 * cleanly on Ctrl-C. With {@code --drop-after} it cuts its own network to show what the guard does; with {@code --record}
 * and {@code --replay} a run becomes a file, and a file the same run.
 */
public final class HostClient {
    private static final Duration CLEAN_END = Duration.ofSeconds(10);

    private final Options options;
    private final Terminal terminal;

    private HostClient(Options options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /**
     * Runs a host.
     *
     * @param args see {@code --help}; the server is named by environment variables
     */
    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.out));
    }

    static int run(String[] args, Map<String, String> environment, PrintStream out) {
        Options options;
        try {
            options = Options.parse(args, environment);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + System.lineSeparator() + Options.USAGE);
            return 2;
        }
        Verdict verdict;
        try {
            verdict = new HostClient(options, Terminal.of(out, environment)).run();
        } catch (RuntimeException | IOException | LinkageError failed) {
            verdict = Verdict.wrong("failed: " + failed);
        }
        out.println(verdict.words());
        out.flush();
        return verdict.exitCode();
    }

    private Verdict run() throws IOException {
        if (options.replay().isPresent()) {
            return replay(options.replay().get());
        }
        if (options.server().isPresent()) {
            return publishTo(options.server().get());
        }
        try (LiveKitDoubleProcess server = LiveKitDoubleProcess.start()) {
            return publishTo(
                    new Options.Server(server.url(), LiveKitDouble.DEFAULT_API_KEY, LiveKitDouble.DEFAULT_API_SECRET));
        }
    }

    private Verdict publishTo(Options.Server server) throws IOException {
        SingleSubject<Verdict> broken = SingleSubject.create();
        PeerConnectionFactory factory = HeadlessWebRtc.factory();
        try (Recording recording = Recording.to(options.record(), options.scenario());
                LiveLoop loop = new LiveLoop(recording::add, broken::onError);
                LiveKit livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
                TestPicture picture = new TestPicture(factory);
                UdpRelay network = new UdpRelay()) {
            Single<Verdict> ended = show(
                    loop,
                    options.scenario(),
                    livekit,
                    new Uplink(loop, whip(livekit, network).publish(factory, List.of(picture.track()))),
                    network);
            loop.post(
                    Journal.begin(livekit.url() + (options.server().isEmpty() ? ", an embedded LiveKit double" : "")));
            loop.start();
            return untilCtrlC(loop, Single.ambArray(ended, broken));
        }
    }

    private Single<Verdict> show(Loop loop, Scenario scenario, LiveKit livekit, Uplink uplink, Show.Network network) {
        Timeline timeline = new Timeline(loop, terminal, scenario.grace());
        LiveKit looped = livekit.through(api -> new LoopedApi(loop, api));
        return new Show(loop, scenario, looped, uplink, network, timeline).verdict();
    }

    /** Straight to the server, or through a network that can be cut. */
    private WhipClient whip(LiveKit livekit, UdpRelay network) {
        WhipClient direct = WhipClient.to(livekit, options.scenario().room(), "host");
        return options.scenario().dropAfter().isEmpty()
                ? direct
                : direct.rewriting(Sdp::withoutCandidates, answer -> answer.withUdpCandidates(network::doorTo));
    }

    private static Verdict untilCtrlC(LiveLoop loop, Single<Verdict> verdict) {
        Single<Verdict> ended = verdict.cache();
        Thread ctrlC = new Thread(() -> {
            loop.post(Journal.quit());
            ended.ignoreElement()
                    .onErrorComplete()
                    .timeout(CLEAN_END.toMillis(), TimeUnit.MILLISECONDS)
                    .onErrorComplete()
                    .blockingAwait();
        });
        Runtime.getRuntime().addShutdownHook(ctrlC);
        Verdict known = ended.blockingGet();
        try {
            Runtime.getRuntime().removeShutdownHook(ctrlC);
        } catch (IllegalStateException shuttingDown) {
            // Ctrl-C: the hook has seen the end too
        }
        return known;
    }

    /** Calls nobody: all answers are in the file. */
    private Verdict replay(Path file) throws IOException {
        List<JsonObject> entries = Recording.read(file);
        Replay loop = new Replay(entries);
        try (LiveKit nobody = LiveKit.connect("http://replay.invalid", "replay", "replay")) {
            Single<Verdict> ended = show(
                    loop, Recording.scenario(entries), nobody, new Uplink(loop, Single.never()), new Show.Network() {
                        @Override
                        public void cut() {
                            // it was
                        }

                        @Override
                        public void heal() {
                            // it was
                        }
                    });
            AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.wrong("the recording ends here"));
            ended.subscribe(verdict::set);
            loop.run();
            return loop.difference()
                    .map(difference -> Verdict.wrong("the replay differs: " + difference))
                    .orElseGet(verdict::get);
        }
    }
}
