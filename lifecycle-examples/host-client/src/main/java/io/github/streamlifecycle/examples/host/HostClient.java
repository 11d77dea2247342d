package io.github.streamlifecycle.examples.host;

import com.google.gson.JsonObject;
import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.examples.network.Network;
import io.github.streamlifecycle.examples.network.UdpRelay;
import io.github.streamlifecycle.examples.replay.EventLoop;
import io.github.streamlifecycle.examples.replay.LiveEventLoop;
import io.github.streamlifecycle.examples.replay.RecordedConnections;
import io.github.streamlifecycle.examples.replay.RecordedServerApi;
import io.github.streamlifecycle.examples.replay.RecordingFile;
import io.github.streamlifecycle.examples.replay.ReplayEventLoop;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.LiveKitBuilder;
import io.github.streamlifecycle.livekit.host.HostConnection;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitDoubleProcess;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A host as a program: it publishes a test picture over WHIP, starts an egress, guards it, comes back after a drop, and
 * ends cleanly on Ctrl-C.
 *
 * <p>With {@code --drop-after} it cuts its own network to show what the guard does; {@code --record} writes a run to a
 * file, and {@code --replay} repeats it.
 */
public final class HostClient {
    private static final int WRONG_COMMAND_LINE = 2;

    private final Options options;
    private final Terminal terminal;
    private final UserStop userStop;

    private HostClient(Options options, Terminal terminal, UserStop userStop) {
        this.options = options;
        this.terminal = terminal;
        this.userStop = userStop;
    }

    /**
     * Runs a host, then ends the process.
     *
     * @param args the options that {@code --help} lists; environment variables name the server
     */
    public static void main(String[] args) {
        UserStop userStop = new UserStop(System.out);
        int exitCode = run(args, System.getenv(), System.out, userStop);
        // webrtc-java's native library prints to standard output while the process ends; closing leads that nowhere
        System.out.close();
        System.err.close();
        userStop.runHasEnded(exitCode);
        System.exit(exitCode);
    }

    static int run(String[] args, Map<String, String> environment, PrintStream out, UserStop userStop) {
        if (Options.askForHelp(args)) {
            out.println(Options.USAGE);
            return 0;
        }
        Options options;
        try {
            options = Options.parse(args, environment);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + System.lineSeparator() + "--help lists the options");
            return WRONG_COMMAND_LINE;
        }
        RunResult result;
        try {
            result = new HostClient(options, Terminal.of(out, environment), userStop).run();
        } catch (RuntimeException | IOException | LinkageError failed) {
            result = RunResult.bad("failed: " + PlainWords.of(failed));
        }
        out.println(result.words());
        out.flush();
        return result.exitCode();
    }

    private RunResult run() throws IOException {
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

    private RunResult publishTo(Options.Server server) throws IOException {
        SingleSubject<RunResult> broken = SingleSubject.create();
        try (RecordingFile recording = RecordingFile.create(
                        options.record(), options.scenario().toJson());
                LiveEventLoop loop = new LiveEventLoop(recording::add, broken::onError);
                LiveKit media = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
                UdpRelay network = new UdpRelay();
                TestPicture picture = new TestPicture(HeadlessWebRtc.factory())) {
            Single<RunResult> ended = session(
                    loop,
                    options.scenario(),
                    LiveKit.builder(server.url(), server.apiKey(), server.apiSecret()),
                    publish(media, network, picture),
                    network);
            loop.start(media.url() + (options.server().isEmpty() ? ", an embedded LiveKit double" : ""));
            return userStop.during(loop::quit, Single.ambArray(ended, broken));
        }
    }

    /** Publishes straight to the server, or through a network that can be cut; its own calls are not recorded. */
    private Single<? extends HostConnection> publish(LiveKit media, UdpRelay network, TestPicture picture) {
        PeerConnectionFactory factory = HeadlessWebRtc.factory();
        WhipClient direct =
                WhipClient.to(media, options.scenario().room(), "host").connectTimeout(options.connectWithin());
        WhipClient whip = options.scenario().dropAfter().isEmpty() ? direct : direct.mediaThrough(network::addressFor);
        return whip.publish(factory, List.of(picture.track()));
    }

    private Single<RunResult> session(
            EventLoop loop,
            Scenario scenario,
            LiveKitBuilder server,
            Single<? extends HostConnection> publish,
            Network network) {
        Timeline timeline = new Timeline(loop, terminal, scenario.grace());
        StartWatch startWatch = new StartWatch(loop, timeline);
        LiveKit livekit = server.through(api -> new RecordedServerApi(loop, api, startWatch::onFailure))
                .scheduler(loop.scheduler())
                .deliverOn(loop.scheduler())
                .callOn(loop.scheduler())
                .build();
        Single<HostConnection> connect = new RecordedConnections(loop, publish).connect();
        return new HostSession(loop, scenario, livekit, connect, network, timeline, startWatch)
                .result()
                .doFinally(livekit::close);
    }

    /** Repeats a recorded run; all answers are in the file, and no server is called. */
    private RunResult replay(Path file) throws IOException {
        List<JsonObject> entries = RecordingFile.read(file);
        ReplayEventLoop loop = new ReplayEventLoop(entries);
        Scenario scenario = Scenario.of(RecordingFile.scenario(entries));
        LiveKitBuilder nobody = LiveKit.builder("http://replay.invalid", "replay", "replay");
        AtomicReference<RunResult> result =
                new AtomicReference<>(RunResult.bad("the recording ends before the run does"));
        session(loop, scenario, nobody, Single.never(), Network.none()).subscribe(result::set);
        loop.run();
        return loop.difference()
                .map(difference -> RunResult.bad("the replay differs: " + difference))
                .orElseGet(result::get);
    }
}
