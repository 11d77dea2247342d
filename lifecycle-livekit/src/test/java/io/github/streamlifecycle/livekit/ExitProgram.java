package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program with a live stream and a shutdown hook, for {@link ExitTest} to end. */
final class ExitProgram {
    static final String LIVE = "it is live";

    private ExitProgram() {}

    public static void main(String[] args) throws Exception {
        LiveKitDouble server = LiveKitDouble.builder().speed(20).start();
        server.joinAndPublish("room", "host");
        LiveKit livekit = LiveKit.builder(server.url(), server.apiKey(), server.apiSecret())
                .stopAtExit(Duration.ofSeconds(30))
                .build();
        HostSwitch host = HostSwitch.create();
        host.up();
        GuardedStream stream =
                livekit.guard("room", host).start(RoomCompositeEgress.grid().toFile("/out/x.mp4"));
        stream.outcome().subscribe(System.out::println);
        stream.whenLive().toCompletableFuture().get();
        System.out.println(LIVE);
        new CountDownLatch(1).await();
    }
}
