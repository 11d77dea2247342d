package io.github.streamlifecycle.examples.guard.server;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Rooms at a double, each with a host, a viewer and a recording, for replicas that guard them. */
final class Shows {
    private final LiveKitDouble livekit;
    private final LiveKit client;
    private final Map<String, RoomMember> hosts = new HashMap<>();

    Shows(LiveKitDouble livekit, LiveKit client) {
        this.livekit = livekit;
        this.client = client;
    }

    /** Begins shows in rooms named by a number from 0 on. */
    void begin(int count) {
        for (int i = 0; i < count; i++) {
            String room = room(i);
            hosts.put(room, livekit.joinAndPublish(room, "host"));
            livekit.join(room, "viewer");
            client.egress()
                    .start(room, RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                    .blockingGet();
        }
    }

    static String room(int number) {
        return "room-" + number;
    }

    Set<String> rooms() {
        return Set.copyOf(hosts.keySet());
    }

    RoomMember host(String room) {
        return hosts.get(room);
    }

    /** Returns what a replica needs to know of LiveKit, to be added to. */
    Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        all.put("LIVEKIT_URL", livekit.url());
        all.put("LIVEKIT_API_KEY", livekit.apiKey());
        all.put("LIVEKIT_API_SECRET", livekit.apiSecret());
        all.put("GUARD_BIND", "127.0.0.1");
        return all;
    }
}
