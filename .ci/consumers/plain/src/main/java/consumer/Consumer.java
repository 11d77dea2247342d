package consumer;

import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.PeerConnectionPresence;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.github.streamlifecycle.livekit.webrtc.WhipSession;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The README's snippets, word for word, in a program that runs them. */
public final class Consumer {
    private static final Logger log = LoggerFactory.getLogger(Consumer.class);

    interface Api {
        Completable stopStream();
    }

    private Consumer() {}

    public static void main(String[] args) throws Exception {
        machine();
        core();
        liveKit();
        System.out.println("The README's snippets compile and run.");
        System.exit(0);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static void machine() {
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        for (Signal signal : List.of(Signal.HOSTING_UP, Signal.STREAMING_ON)) {
            stopper = stopper.on(signal).next();
        }
        Transition t = stopper.on(Signal.HOSTING_DOWN); // t.next(), t.decision()
        check(t.decision() == Decision.STOP, "the machine stops");
    }

    private static void core() throws Exception {
        PublishProcessor<Boolean> hosting = PublishProcessor.create();
        PublishProcessor<Boolean> streaming = PublishProcessor.create();
        AtomicInteger stops = new AtomicInteger();
        CountDownLatch stopped = new CountDownLatch(1);
        Api api = () -> Completable.fromAction(() -> {
            stops.incrementAndGet();
            stopped.countDown();
        });
        Disposable guard = AutoStop.when(hosting, streaming) // Flowable<Boolean> each
                .grace(Duration.ofSeconds(5))
                .stopWith(() -> api.stopStream()) // Completable
                .subscribe(receipt -> log.info("{}", receipt));
        Stream.of(true, true).forEach(streaming::onNext);
        Stream.of(true, false).forEach(hosting::onNext);
        check(stopped.await(10, TimeUnit.SECONDS) && stops.get() == 1, "the shell stops once");
        guard.dispose();
    }

    private static void liveKit() throws Exception {
        try (LiveKitDouble server = LiveKitDouble.builder().speed(10).start()) {
            String url = server.url();
            String apiKey = server.apiKey();
            String apiSecret = server.apiSecret();
            guard(url, apiKey, apiSecret, "rtmp://127.0.0.1/live/key");
            check(server.calls("StopEgress").size() == 1, "the binding stops once");
        }
    }

    private static void guard(String url, String apiKey, String apiSecret, String platformUrl) {
        var factory = HeadlessWebRtc.factory();
        var track = factory.createVideoTrack("camera", new CustomVideoSource());
        WhipSession session = WhipClient.to(LiveKit.connect(url, apiKey, apiSecret), "my-room", "host")
                .publish(factory, List.of(track))
                .blockingGet();
        RTCPeerConnection peerConnection = session.connection();
        try (var livekit = LiveKit.connect(url, apiKey, apiSecret)) {
            var presence = PeerConnectionPresence.of(peerConnection); // webrtc-java's
            var stream = livekit.guard("my-room", presence)
                    .grace(Duration.ofSeconds(5))
                    .start(RoomCompositeEgress.grid().toRtmp(platformUrl)); // takes over, starts, guards
            stream.outcome().subscribe(outcome -> log.info("{}", outcome)); // why and how it ended
            goOn();
            stream.stop(); // the user's own stop
        }
        session.leave().blockingAwait();
    }

    private static void goOn() {
        Completable.timer(2, TimeUnit.SECONDS).blockingAwait();
    }
}
