package io.github.streamlifecycle.livekit;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.api.Connections;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Does, in a JVM where everything is logged, whatever might tell a secret, and prints all that a user may print. */
final class SecretsProgram {
    static final String KEY = "APIkeyThatNobodyPrints";
    static final String SECRET = "a-secret-that-nobody-prints-ever";
    static final String STREAM_KEY = "stream-key-that-nobody-prints";
    static final String THE_END = "everything was printed";

    private static final EgressRequest RTMP =
            RoomCompositeEgress.grid().toRtmp("rtmps://me:" + STREAM_KEY + "@live.example.com/app/" + STREAM_KEY);
    private static final Duration SHORT = Duration.ofMillis(200);

    private SecretsProgram() {}

    public static void main(String[] args) {
        logEverything();
        try (LiveKitDouble server =
                LiveKitDouble.builder().speed(20).key(KEY, SECRET).start()) {
            server.joinAndPublish("room", "host");
            try (LiveKit livekit = LiveKit.connect(server.url(), KEY, SECRET)) {
                print(livekit, livekit.guard("room", Flowable.never()), livekit.egress(), RTMP);
                stream(livekit);
                scripted(server, livekit);
            }
            try (LiveKit stranger = LiveKit.connect(server.url(), KEY, SECRET + "?")) {
                print(stranger.egress().active("room"));
            }
        }
        Stream.of(Deed.values())
                .filter(deed -> !deed.name().contains("MEGABYTES"))
                .forEach(SecretsProgram::hostile);
        publish();
        print(THE_END);
        System.out.flush();
        // the native thread of webrtc-java keeps a JVM alive
        Runtime.getRuntime().halt(0);
    }

    private static void logEverything() {
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    private static void stream(LiveKit livekit) {
        livekit.events().subscribe(SecretsProgram::print);
        PublishProcessor<Presence> host = PublishProcessor.create();
        GuardedStream stream = livekit.guard("room", host).start(RTMP);
        host.onNext(Presence.UP);
        stream.events().ofType(StreamEvent.Live.class).blockingFirst();
        host.onNext(Presence.DOWN);
        print(stream, stream.outcome());
    }

    private static void scripted(LiveKitDouble server, LiveKit livekit) {
        for (Fault fault : List.of(
                Fault.truncated(),
                Fault.cut(),
                Fault.noRedis(),
                Fault.proxy(502, "<html>"),
                Fault.expiredToken(livekit.publishToken("room", "host", Duration.ofMinutes(1))))) {
            server.script("StartRoomCompositeEgress", fault);
            print(livekit.egress().start("room", RTMP));
            server.script("StopEgress", fault);
            print(livekit.egress().stop(StopRequest.of("EG_unknown").within(SHORT, Schedulers.computation())));
        }
    }

    private static void hostile(Deed deed) {
        try (HostileServer server = new HostileServer(deed);
                LiveKit livekit = LiveKit.builder(server.url(), KEY, SECRET)
                        .through(direct -> Connections.to(server.url(), KEY, SECRET, deed.timeout())
                                .api())
                        .build()) {
            EgressControl egress = livekit.egress();
            print(
                    egress.start("room", RTMP),
                    egress.active("room"),
                    egress.find("EG_1").toSingle());
            print(egress.stop(StopRequest.of("EG_1").within(SHORT, Schedulers.computation())));
            print(livekit.guard("room", Flowable.never()).start(RTMP).outcome());
        }
    }

    private static void publish() {
        var factory = HeadlessWebRtc.factory();
        var track = factory.createVideoTrack("camera", new CustomVideoSource());
        for (Deed deed : List.of(Deed.STATUS_LINE_SAYS_IT_BACK, Deed.REFUSAL_SAYS_IT_BACK, Deed.PAGE_SAYS_IT_BACK)) {
            try (HostileServer server = new HostileServer(deed);
                    LiveKit livekit = LiveKit.connect(server.url(), KEY, SECRET)) {
                WhipClient whip = WhipClient.to(livekit, "room", "host");
                print(whip, whip.publish(factory, List.of(track)));
            }
        }
    }

    private static void print(Object... shown) {
        for (Object one : shown) {
            if (one instanceof Single<?> call) {
                print(call.map(Object.class::cast)
                        .onErrorReturn(error -> error)
                        .timeout(1, TimeUnit.MINUTES)
                        .blockingGet());
            } else if (one instanceof Throwable error) {
                error.printStackTrace(System.out);
            } else if (one instanceof Outcome.StartFailed failed) {
                print(failed.toString(), failed.cause());
            } else if (one instanceof StopReceipt.GaveUp gaveUp) {
                print(gaveUp.toString(), gaveUp.cause());
            } else {
                System.out.println(one);
            }
        }
    }
}
