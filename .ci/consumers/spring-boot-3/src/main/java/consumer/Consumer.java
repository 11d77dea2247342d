package consumer;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;

/** Runs the application as a process of its own: hosts that drop, then a SIGTERM with a live stream. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        int port = freePort();
        URI webhooks = URI.create("http://localhost:" + port + "/livekit/webhook");
        try (var server = LiveKitDouble.builder().webhookTo(webhooks).start();
                var livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
                var app = RunningApplication.start(
                        "--server.port=" + port,
                        "--livekit.url=" + server.url(),
                        "--livekit.api-key=" + server.apiKey(),
                        "--livekit.api-secret=" + server.apiSecret(),
                        "--livekit.grace=500ms",
                        "--platform.url=rtmp://127.0.0.1/live/key")) {
            server.joinAndPublish("my-room", "host");
            drop(app);
            check(server.calls("StopEgress").size() == 1, "one stop was sent for the drop");
            server.joinAndPublish("kept-room", "host");
            Host kept = live(app, livekit, "kept-room");
            RoomMember member = server.joinAndPublish("other-room", "host");
            server.join("other-room", "viewer");
            Host host = live(app, livekit, "other-room");
            app.await("/actuator/metrics/livekit.rooms.leases", "\"value\":2.0");
            host.die();
            member.drop();
            app.await("/actuator/metrics/livekit.rooms.stops?tag=receipt:stopped", "\"value\":1.0");
            check(server.calls("StopEgress").size() == 2, "one stop was sent for the room");
            shutDown(app);
            kept.die();
            check(server.calls("StopEgress").size() == 3, "one stop was sent at shutdown");
            check(livekit.egress().active("kept-room").blockingGet().size() == 1, "the room's egress goes on");
        }
        System.out.println("Spring Boot 3.5: beans, meters, webhooks, leases, drops and a SIGTERM: each stopped once, confirmed.");
    }

    /** A room that somebody else records, with a host that has a lease. */
    private static Host live(RunningApplication app, LiveKit livekit, String room) throws Exception {
        livekit.egress().start(room, RoomCompositeEgress.grid().toFile("/out/" + room + ".mp4")).blockingGet();
        return Host.renewing(app.socket("/lease"), livekit.publishToken(room, "host", Duration.ofHours(1)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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
