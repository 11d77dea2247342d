package io.github.streamlifecycle.livekit.webrtc;

import static io.github.streamlifecycle.livekit.webrtc.WatchedRoom.media;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The double tells of hidden watchers by webhook, as a real server does. */
class WatcherWebhooksTest {
    private static List<JsonObject> webhooksOfWatcher(LiveKitDouble server) {
        return server.webhooks().stream()
                .map(json -> JsonParser.parseString(json).getAsJsonObject())
                .filter(webhook -> webhook.has("participant"))
                .filter(webhook -> webhook.getAsJsonObject("participant")
                        .get("identity")
                        .getAsString()
                        .equals(WatchedRoom.WATCHER))
                .toList();
    }

    private static List<String> toldOfWatcher(LiveKitDouble server) {
        return webhooksOfWatcher(server).stream()
                .map(webhook -> webhook.get("event").getAsString())
                .toList();
    }

    private static void await(LiveKitDouble server, String... events) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(toldOfWatcher(server)).containsExactly(events));
    }

    @Test
    void hiddenWatcherJoinsAndLeaves() {
        try (LiveKitDouble server = LiveKitDouble.builder().speed(2).start();
                WatchedRoom room = new WatchedRoom(
                        new Server("double", server.url(), server.apiKey(), server.apiSecret(), () -> {}))) {
            WhipSession host = room.publish();
            room.watch();
            room.await(0, media(MediaSign.FLOWS));
            await(server, "participant_joined");
            room.stopWatching();
            await(server, "participant_joined", "participant_left");
            assertThat(webhooksOfWatcher(server)).allSatisfy(webhook -> {
                JsonObject watcher = webhook.getAsJsonObject("participant");
                // STANDARD is the default, which JSON leaves out
                assertThat(watcher.has("kind")).isFalse();
                assertThat(watcher.getAsJsonObject("permission").get("hidden").getAsBoolean())
                        .isTrue();
            });
            host.leave().blockingAwait();
        }
    }
}
