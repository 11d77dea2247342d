package app;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Starts a guarded stream and drops its host, with everything in modules. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        check(Main.class.getModule().isNamed() && LiveKit.class.getModule().isNamed(), "all is in modules");
        try (var server = LiveKitDouble.builder().speed(10).start();
                var livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret())) {
            server.joinAndPublish("my-room", "host");
            var presence = BehaviorProcessor.createDefault(Presence.UP);
            var stream = livekit.guard("my-room", presence)
                    .grace(Duration.ofMillis(200))
                    .start(RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/key"));
            stream.whenLive().toCompletableFuture().get(60, TimeUnit.SECONDS);
            presence.onNext(Presence.SUSPECT);
            Outcome outcome = stream.whenEnded().toCompletableFuture().get(60, TimeUnit.SECONDS);
            check(outcome instanceof Outcome.HostDropped && outcome.receipt().isOver(), outcome.toString());
            check(server.calls("StopEgress").size() == 1, "one stop was sent");
        }
        System.out.println("On the module path: dropped, stopped once, confirmed.");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
