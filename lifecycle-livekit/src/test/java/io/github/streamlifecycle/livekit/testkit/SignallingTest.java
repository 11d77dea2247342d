package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.SignalResponse.MessageCase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Those who are in a room by LiveKit's signalling: what they are told. */
class SignallingTest {
    @RegisterExtension
    static final LiveKitExtension livekit =
            LiveKitExtension.of(LiveKitDouble.builder().speed(20));

    private final LiveKitDouble server = livekit.server();
    private final TwirpCalls api = new TwirpCalls(server);

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
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
    void mutingIsToldAndEndsNothing() {
        RoomMember host = server.joinAndPublish("room", "host");
        try (Subscriber watcher = new Subscriber(server, "room")) {
            await().until(() -> !watcher.heard().isEmpty());
            host.mute();
            awaitMuted(watcher, true);
            host.unmute();
            awaitMuted(watcher, true, false);
            assertThat(api.identities("room")).contains("host");
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

    @Test
    void watcherThatNeverAnswersIsRemoved() {
        server.joinAndPublish("room", "host");
        try (Subscriber watcher = new Subscriber(server, "room", "agent")) {
            await().until(watcher::isEnded);
            assertThat(watcher.heard(MessageCase.OFFER)).isNotEmpty();
            assertThat(watcher.heard(MessageCase.LEAVE)).singleElement().satisfies(message -> {
                assertThat(message.getLeave().getReason()).isEqualTo(DisconnectReason.JOIN_FAILURE);
                assertThat(message.getLeave().getAction()).isEqualTo(LeaveRequest.Action.DISCONNECT);
            });
            assertThat(api.identities("room")).containsExactly("host");
            assertThat(server.webhooks()).anyMatch(json -> json.contains("participant_connection_aborted"));
        }
    }
}
