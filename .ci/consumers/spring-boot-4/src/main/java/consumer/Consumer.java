package consumer;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application: hosts that drop, then a context that is closed with a live stream. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        try (var server = LiveKitDouble.builder().start()) {
            server.joinAndPublish("my-room", "host");
            run(server);
        }
        System.out.println("Spring Boot 4: beans, meters, drops and a shutdown: each stopped once, confirmed and counted.");
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
            dropInAnotherRoom(server, livekit, registry);
            open = live(livekit, BehaviorProcessor.createDefault(Presence.UP));
        }
        Outcome outcome = outcome(open);
        check(outcome instanceof Outcome.UserStopped && outcome.receipt().isOver(), outcome.toString());
        check(server.calls("StopEgress").size() == 3, "one stop was sent at shutdown");
        check(stops(registry, "host_drop") == 1 && stops(registry, "user") == 1, "both are counted");
    }

    /** An egress that the application did not start, of a host that runs none of its code. */
    private static void dropInAnotherRoom(LiveKitDouble server, LiveKit livekit, MeterRegistry registry)
            throws Exception {
        RoomMember host = server.joinAndPublish("other-room", "host");
        server.join("other-room", "viewer");
        livekit.egress().start("other-room", RoomCompositeEgress.grid().toFile("/out/other.mp4")).blockingGet();
        await(() -> registry.get("livekit.rooms.hosts").tag("presence", "up").gauge().value() == 1);
        host.drop();
        await(() -> registry.get("livekit.rooms.stops").tag("receipt", "stopped").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum()
                == 1);
        check(server.calls("StopEgress").size() == 2, "one stop was sent for the room");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            check(System.nanoTime() < end, "it took too long");
            TimeUnit.MILLISECONDS.sleep(50);
        }
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
