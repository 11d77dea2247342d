package consumer;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.metrics.GuardMetrics;
import io.github.streamlifecycle.livekit.metrics.RoomMetrics;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Starts a guarded stream, drops its host, and counts its confirmed stop, with the oldest libraries. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        check(Flowable.class.getProtectionDomain().getCodeSource().toString().contains("rxjava-3.0.2"), "RxJava");
        check(MeterRegistry.class.getProtectionDomain().getCodeSource().toString().contains("core-1.10.13"), "Micrometer");
        MeterRegistry registry = new SimpleMeterRegistry();
        try (var server = LiveKitDouble.builder().speed(10).start();
                var livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
                var rooms = livekit.guardRooms().sweepEvery(Duration.ofSeconds(1)).start()) {
            new GuardMetrics(livekit).bindTo(registry);
            new RoomMetrics(rooms).bindTo(registry);
            server.joinAndPublish("my-room", "host");
            var presence = BehaviorProcessor.createDefault(Presence.UP);
            var stream = livekit.guard("my-room", presence)
                    .grace(Duration.ofMillis(200))
                    .start(RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/key"));
            stream.whenLive().toCompletableFuture().get(60, TimeUnit.SECONDS);
            check(registry.get("livekit.guard.streams").gauge().value() == 1, "one stream is guarded");
            while (registry.get("livekit.rooms.hosts").tag("presence", "up").gauge().value() != 1) {
                TimeUnit.MILLISECONDS.sleep(50); // until a list has shown the room; Maven limits the time
            }
            presence.onNext(Presence.SUSPECT);
            Outcome outcome = stream.whenEnded().toCompletableFuture().get(60, TimeUnit.SECONDS);
            check(outcome instanceof Outcome.HostDropped && outcome.receipt().isOver(), outcome.toString());
            check(server.calls("StopEgress").size() == 1, "one stop was sent");
        }
        double stops = registry.get("livekit.guard.stops")
                .tags("receipt", "stopped", "cause", "host_drop")
                .counter()
                .count();
        check(stops == 1, "one stop is counted: " + stops);
        double lists = registry.get("livekit.rooms.calls")
                .tags("call", "egress", "result", "answered")
                .functionCounter()
                .count();
        check(lists >= 1, "lists are counted: " + lists);
        System.out.println("RxJava 3.0.2, Micrometer 1.10.13: dropped, stopped once, confirmed and counted.");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
