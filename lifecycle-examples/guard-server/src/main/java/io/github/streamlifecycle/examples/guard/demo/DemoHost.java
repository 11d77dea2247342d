package io.github.streamlifecycle.examples.guard.demo;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;

/**
 * What runs in a process of its own: a host that publishes a picture over WebRTC and goes live, as an application without
 * this library does. It guards nothing.
 */
final class DemoHost {
    static final String URL = "LIVEKIT_URL";
    static final String API_KEY = "LIVEKIT_API_KEY";
    static final String API_SECRET = "LIVEKIT_API_SECRET";

    static final String PUBLISHES = "publishes";
    static final String STARTED = "started";
    static final String LIVE = "live";

    private static final long LOOK_EVERY_MILLIS = 200;

    private DemoHost() {}

    /**
     * Runs until standard input ends, or it is killed.
     *
     * @param args none
     * @throws IOException if standard input breaks
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> environment = System.getenv();
        LiveKit livekit = LiveKit.connect(
                environment.getOrDefault(URL, ""),
                environment.getOrDefault(API_KEY, ""),
                environment.getOrDefault(API_SECRET, ""));
        MovingPicture picture = MovingPicture.of(HeadlessWebRtc.factory());
        WhipClient.to(livekit, DemoLiveKit.ROOM, DemoLiveKit.HOST)
                .connectTimeout(Duration.ofMinutes(1))
                .publish(HeadlessWebRtc.factory(), List.of(picture.track()))
                .blockingGet();
        say(PUBLISHES, "");
        EgressInfo egress = livekit.egress()
                .start(DemoLiveKit.ROOM, RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/stream-key"))
                .blockingGet();
        say(STARTED, egress.getEgressId());
        Flowable.interval(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)
                .onBackpressureDrop()
                .concatMapMaybe(tick -> livekit.egress().find(egress.getEgressId()))
                .filter(found -> found.getStatus() == EgressStatus.EGRESS_ACTIVE)
                .blockingFirst();
        say(LIVE, egress.getEgressId());
        while (System.in.read() >= 0) {
            // nothing is said to it: the demonstration's end is all it waits for
        }
        Runtime.getRuntime().halt(0);
    }

    private static void say(String word, String rest) {
        System.out.println(DemoProcess.MARK + word + " " + rest);
        System.out.flush();
    }
}
