package consumer;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.livekit.server.RoomServiceClient;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import livekit.LivekitModels.Room;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;

/** Uses the SDK, and OkHttp with its logging, beside a guarded stream whose host drops. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        try (var server = LiveKitDouble.builder().speed(10).start();
                var livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret())) {
            server.joinAndPublish("my-room", "host");
            rooms(server);
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
        System.out.println("Its own LiveKit SDK and OkHttp logging: dropped, stopped once, confirmed.");
    }

    /** Asks with the application's own SDK and logging; with two OkHttp on the class path this is a NoSuchMethodError. */
    private static void rooms(LiveKitDouble server) throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        HttpLoggingInterceptor logging = new HttpLoggingInterceptor(log::add);
        logging.setLevel(HttpLoggingInterceptor.Level.BASIC);
        OkHttpClient http = new OkHttpClient.Builder().addInterceptor(logging).build();
        RoomServiceClient client = RoomServiceClient.createClient(
                server.url(), server.apiKey(), server.apiSecret(), () -> http);
        List<Room> rooms = client.listRooms().execute().body();
        check(rooms != null && rooms.size() == 1, "the SDK lists the room: " + rooms);
        check(log.stream().anyMatch(line -> line.contains("ListRooms")), "OkHttp logs the call: " + log);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
