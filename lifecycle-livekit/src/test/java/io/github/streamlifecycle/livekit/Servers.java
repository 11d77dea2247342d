package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The servers that integration tests run against: the embedded double always, a real one if LIVEKIT_URL is set. */
public final class Servers {
    /** One of them. */
    public record Server(String name, String url, String apiKey, String apiSecret, Runnable withoutWorker) {
        public LiveKit connect() {
            return LiveKit.connect(url, apiKey, apiSecret);
        }

        /** The next start finds no egress worker: a real server for these tests has none at all. */
        public void takeNoEgress() {
            withoutWorker.run();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Server> ALL = find(System.getenv());

    private Servers() {}

    private static List<Server> find(Map<String, String> environment) {
        List<Server> servers = new ArrayList<>();
        servers.add(embedded(20));
        String url = environment.getOrDefault("LIVEKIT_URL", "");
        if (url.isBlank()) {
            System.out.println("Integration tests run against the embedded double only; LIVEKIT_URL is not set.");
        } else {
            System.out.println(
                    "Integration tests run against the embedded double and the LiveKit server at " + url + ".");
            servers.add(new Server(
                    "LiveKit at " + url,
                    url,
                    environment.getOrDefault("LIVEKIT_API_KEY", ""),
                    environment.getOrDefault("LIVEKIT_API_SECRET", ""),
                    () -> {}));
        }
        return List.copyOf(servers);
    }

    private static Server embedded(double speed) {
        LiveKitDouble embedded = LiveKitDouble.builder().speed(speed).start();
        return new Server(
                "embedded double",
                embedded.url(),
                embedded.apiKey(),
                embedded.apiSecret(),
                () -> embedded.script("StartRoomCompositeEgress", Fault.noWorker()));
    }

    /** The same, with a double that lets a dead host go no sooner than its silence stands out in the media. */
    public static Stream<Server> withMedia() {
        return Stream.concat(Stream.of(Holder.SLOW), ALL.stream().skip(1));
    }

    private static final class Holder {
        static final Server SLOW = embedded(2);
    }

    public static Stream<Server> all() {
        return ALL.stream();
    }
}
