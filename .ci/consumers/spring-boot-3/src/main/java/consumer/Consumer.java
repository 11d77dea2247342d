package consumer;

import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;

/** Runs the application as a process of its own: a host that drops, then a SIGTERM with a live stream. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        try (var server = LiveKitDouble.builder().speed(10).start();
                var app = RunningApplication.start(
                        "--server.port=0",
                        "--livekit.url=" + server.url(),
                        "--livekit.api-key=" + server.apiKey(),
                        "--livekit.api-secret=" + server.apiSecret(),
                        "--platform.url=rtmp://127.0.0.1/live/key")) {
            server.joinAndPublish("my-room", "host");
            drop(app);
            check(server.calls("StopEgress").size() == 1, "one stop was sent for the drop");
            shutDown(app);
            check(server.calls("StopEgress").size() == 2, "one stop was sent at shutdown");
        }
        System.out.println("Spring Boot 3.5: beans, meters, a drop and a SIGTERM: each stopped once, confirmed.");
    }

    private static void drop(RunningApplication app) throws Exception {
        app.send("PUT", "/rooms/my-room/host?presence=UP");
        String egress = app.send("POST", "/rooms/my-room/stream");
        check(egress.startsWith("EG_"), "it is live: " + egress);
        app.await("/actuator/metrics/livekit.guard.streams", "\"value\":1.0");
        app.send("PUT", "/rooms/my-room/host?presence=DOWN");
        app.await("/actuator/metrics/livekit.guard.stops?tag=cause:host_drop&tag=receipt:stopped", "\"value\":1.0");
        app.await("/actuator/metrics/livekit.guard.streams", "\"value\":0.0");
    }

    private static void shutDown(RunningApplication app) throws Exception {
        app.send("PUT", "/rooms/my-room/host?presence=UP");
        app.send("POST", "/rooms/my-room/stream");
        int status = app.terminate();
        check(status == 143, "ended by SIGTERM: " + status + "\n" + app.said());
        check(app.said().contains("UserStopped[receipt=Stopped["), "stopped and confirmed: " + app.said());
        check(app.said().contains("not confirmed: []"), "nothing is left: " + app.said());
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
