package consumer;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.micrometer.core.instrument.MeterRegistry;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application: a host that drops, then a context that is closed with a live stream. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        try (var server = LiveKitDouble.builder().speed(10).start()) {
            server.joinAndPublish("my-room", "host");
            run(server);
        }
        System.out.println("Spring Boot 4: beans, meters, a drop and a shutdown: each stopped once, confirmed and counted.");
    }

    private static void run(LiveKitDouble server) throws Exception {
        GuardedStream open;
        MeterRegistry registry;
        try (ConfigurableApplicationContext context = SpringApplication.run(
                Application.class,
                "--livekit.url=" + server.url(),
                "--livekit.api-key=" + server.apiKey(),
                "--livekit.api-secret=" + server.apiSecret())) {
            LiveKit livekit = context.getBean(LiveKit.class);
            registry = context.getBean(MeterRegistry.class);
            var presence = BehaviorProcessor.createDefault(Presence.UP);
            GuardedStream dropped = live(livekit, presence);
            check(registry.get("livekit.guard.streams").gauge().value() == 1, "one stream is guarded");
            presence.onNext(Presence.SUSPECT);
            Outcome outcome = outcome(dropped);
            check(outcome instanceof Outcome.HostDropped && outcome.receipt().isOver(), outcome.toString());
            check(server.calls("StopEgress").size() == 1, "one stop was sent for the drop");
            open = live(livekit, BehaviorProcessor.createDefault(Presence.UP));
        }
        Outcome outcome = outcome(open);
        check(outcome instanceof Outcome.UserStopped && outcome.receipt().isOver(), outcome.toString());
        check(server.calls("StopEgress").size() == 2, "one stop was sent at shutdown");
        check(stops(registry, "host_drop") == 1 && stops(registry, "user") == 1, "both are counted");
    }

    private static GuardedStream live(LiveKit livekit, BehaviorProcessor<Presence> presence) throws Exception {
        GuardedStream stream = livekit.guard("my-room", presence)
                .grace(Duration.ofMillis(200))
                .start(RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/key"));
        stream.whenLive().toCompletableFuture().get(60, TimeUnit.SECONDS);
        return stream;
    }

    private static Outcome outcome(GuardedStream stream) throws Exception {
        return stream.whenEnded().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static double stops(MeterRegistry registry, String cause) {
        return registry.get("livekit.guard.stops")
                .tags("receipt", "stopped", "cause", cause)
                .counter()
                .count();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
