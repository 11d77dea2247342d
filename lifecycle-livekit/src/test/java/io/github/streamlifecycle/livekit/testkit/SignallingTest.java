package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.List;
import livekit.LivekitModels.TrackInfo;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What those are told, and what they keep alive, who are in a room by LiveKit's signalling. */
class SignallingTest {
    @RegisterExtension
    static final LiveKitExtension livekit =
            LiveKitExtension.of(LiveKitDouble.builder().speed(100));

    private final LiveKitDouble server = livekit.server();
    private final TwirpCalls api = new TwirpCalls(server);

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private List<String> finished() {
        return server.webhooks().stream()
                .map(json -> JsonParser.parseString(json).getAsJsonObject())
                .filter(webhook -> webhook.get("event").getAsString().equals("room_finished"))
                .map(webhook -> roomName(webhook.getAsJsonObject("room")))
                .toList();
    }

    private static String roomName(JsonObject room) {
        return room.get("name").getAsString();
    }

    private void awaitMuted(Subscriber watcher, boolean... states) {
        await().untilAsserted(() -> assertThat(watcher.heard().stream()
                        .filter(message -> message.hasUpdate())
                        .flatMap(message -> message.getUpdate().getParticipantsList().stream())
                        .filter(one -> one.getIdentity().equals("host"))
                        .flatMap(one -> one.getTracksList().stream())
                        .map(TrackInfo::getMuted))
                .containsExactly(boxed(states)));
    }

    private static Boolean[] boxed(boolean... states) {
        Boolean[] all = new Boolean[states.length];
        for (int i = 0; i < states.length; i++) {
            all[i] = states[i];
        }
        return all;
    }

    @Test
    void watcherThatIsNoAgentKeepsItsRoom() {
        RoomMember first = server.joinAndPublish("kept", "host");
        RoomMember second = server.joinAndPublish("ended", "host");
        try (Subscriber agent = new Subscriber(server, "ended", "agent")) {
            try (Subscriber watcher = new Subscriber(server, "kept")) {
                await().until(() -> !watcher.heard().isEmpty() && !agent.heard().isEmpty());
                first.leave();
                second.leave();
                await().until(() -> finished().contains("ended"));
                assertThat(finished()).containsExactly("ended");
                assertThat(api.identities("kept")).containsExactly("watcher");
            }
            await().until(() -> finished().contains("kept"));
        }
    }

    @Test
    void mutingIsToldAndEndsNothing() {
        RoomMember host = server.joinAndPublish("room", "host");
        try (Subscriber watcher = new Subscriber(server, "room")) {
            await().until(() -> !watcher.heard().isEmpty());
            host.mute();
            awaitMuted(watcher, true);
            host.unmute();
            awaitMuted(watcher, true, false);
            assertThat(api.identities("room")).containsExactlyInAnyOrder("host", "watcher");
            assertThat(server.webhooks()).noneMatch(json -> json.contains("track_unpublished"));
        }
    }

    @Test
    void joinNamesThoseWhoAreThere() {
        RoomMember host = server.joinAndPublish("room", "host");
        try (Subscriber watcher = new Subscriber(server, "room", "agent")) {
            await().until(() -> !watcher.heard().isEmpty());
            var join = watcher.heard().get(0).getJoin();
            assertThat(join.getParticipant().getPermission().getHidden()).isTrue();
            assertThat(join.getOtherParticipantsList())
                    .singleElement()
                    .satisfies(one -> assertThat(one.getSid()).isEqualTo(host.sid()));
        }
    }
}
