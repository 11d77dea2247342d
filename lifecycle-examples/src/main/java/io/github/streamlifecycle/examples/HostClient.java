package io.github.streamlifecycle.examples;

import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.Outcome;
import io.github.streamlifecycle.livekit.StreamEvent;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitDoubleProcess;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.Sdp;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.github.streamlifecycle.livekit.webrtc.WhipException;
import io.github.streamlifecycle.livekit.webrtc.WhipSession;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A whole host: publishes a test picture over WHIP, starts an egress, guards it, and ends it cleanly on Ctrl-C. With
 * {@code --drop-after} it cuts its own network to show what the guard does.
 */
public final class HostClient {
    /** After the network was mended: long enough for a connection that was suspected to say that it is back. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration CLEAN_END = Duration.ofSeconds(10);

    private final Options options;
    private final Timeline timeline;

    private HostClient(Options options) {
        this.options = options;
        this.timeline = new Timeline(System.out, options.grace());
    }

    /**
     * Runs a host.
     *
     * @param args see {@code --help}; the server is named by environment variables
     */
    public static void main(String[] args) {
        Options options;
        try {
            options = Options.parse(args, System.getenv());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + System.lineSeparator() + Options.USAGE);
            System.exit(2);
            return;
        }
        Verdict verdict;
        try {
            verdict = new HostClient(options).run();
        } catch (RuntimeException | LinkageError failed) {
            verdict = Verdict.wrong("failed: " + failed);
        }
        System.out.println(verdict.words());
        System.out.flush();
        System.exit(verdict.exitCode());
    }

    private Verdict run() {
        if (options.server().isPresent()) {
            return publishTo(options.server().get());
        }
        try (LiveKitDoubleProcess server = LiveKitDoubleProcess.start()) {
            timeline.say("LIVEKIT_URL is not set: this is an embedded LiveKit double");
            return publishTo(
                    new Options.Server(server.url(), LiveKitDouble.DEFAULT_API_KEY, LiveKitDouble.DEFAULT_API_SECRET));
        }
    }

    private Verdict publishTo(Options.Server server) {
        PeerConnectionFactory factory = HeadlessWebRtc.factory();
        try (LiveKit livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
                TestPicture picture = new TestPicture(factory);
                UdpRelay network = new UdpRelay()) {
            timeline.say("connecting to " + livekit.url());
            WhipSession session = whip(livekit, network)
                    .publish(factory, List.of(picture.track()))
                    .blockingGet();
            try {
                return guard(livekit, session, network);
            } finally {
                session.leave().onErrorComplete().blockingAwait();
            }
        } catch (WhipException notConnected) {
            return Verdict.wrong("not connected: " + notConnected.getMessage());
        }
    }

    /** Straight to the server, or through a network that can be cut. */
    private WhipClient whip(LiveKit livekit, UdpRelay network) {
        WhipClient direct = WhipClient.to(livekit, options.room(), "host");
        return options.dropAfter().isEmpty()
                ? direct
                : direct.rewriting(Sdp::withoutCandidates, answer -> answer.withUdpCandidates(network::doorTo));
    }

    private Verdict guard(LiveKit livekit, WhipSession session, UdpRelay network) {
        GuardedStream stream = livekit.guard(options.room())
                .host(session.presence())
                .grace(options.grace())
                .start(options.egress());
        stream.events().subscribe(timeline::say);
        Thread ctrlC = new Thread(() -> endCleanly(stream, session));
        Runtime.getRuntime().addShutdownHook(ctrlC);

        Disposable script = dropAndHeal(network)
                .andThen(Completable.defer(() -> endIfBack(stream, session)))
                .subscribe();
        Verdict verdict =
                stream.outcome().flatMap(outcome -> verdict(outcome, stream)).blockingGet();
        script.dispose();
        forget(ctrlC);
        return verdict;
    }

    private static Single<Verdict> verdict(Outcome outcome, GuardedStream stream) {
        return stream.events()
                .ofType(StreamEvent.StopSent.class)
                .count()
                .map(stopsSent -> Verdict.of(outcome, stopsSent.intValue()));
    }

    /** Completes when the network was mended; never if it is not to be cut, or not to be mended. */
    private Completable dropAndHeal(UdpRelay network) {
        return at(options.dropAfter(), "network cut", network::cut)
                .andThen(at(options.healAfter(), "network mended", network::heal));
    }

    private Completable at(Optional<Duration> time, String words, Runnable act) {
        return time.map(after -> pause(after).andThen(Completable.fromAction(() -> {
                    timeline.say(words);
                    act.run();
                })))
                .orElse(Completable.never());
    }

    /** The show is over once the host is back for good. Had the guard stopped it before, the outcome would say so. */
    private Completable endIfBack(GuardedStream stream, WhipSession session) {
        return pause(options.grace().plus(SETTLING))
                .andThen(Flowable.fromPublisher(session.presence()).firstOrError())
                .filter(Presence.UP::equals)
                .doOnSuccess(back -> timeline.say("the egress goes on; the show is over"))
                .flatMapCompletable(back -> stream.stop().ignoreElement());
    }

    private static Completable pause(Duration duration) {
        return Completable.timer(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void endCleanly(GuardedStream stream, WhipSession session) {
        boolean left = stream.stop()
                .ignoreElement()
                .andThen(session.leave())
                .toSingleDefault(true)
                .timeout(CLEAN_END.toMillis(), TimeUnit.MILLISECONDS)
                .onErrorReturnItem(false)
                .blockingGet();
        timeline.say(left ? "left" : "not left cleanly within " + Timeline.words(CLEAN_END));
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Ctrl-C: the hook is at work, and has the last word
        }
    }
}
