package io.github.streamlifecycle.livekit.testkit;

import static io.github.streamlifecycle.core.Presence.DOWN;
import static io.github.streamlifecycle.core.Presence.SUSPECT;
import static io.github.streamlifecycle.core.Presence.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a member's own side sees. Its double is either so fast that all has happened, or so slow that nothing does. */
class MemberPresenceTest {
    private static final int AT_ONCE = 500;

    @RegisterExtension
    static final LiveKitExtension livekit =
            LiveKitExtension.of(LiveKitDouble.builder().speed(AT_ONCE));

    private final LiveKitDouble server = livekit.server();
    private final LiveKitDouble slow = LiveKitDouble.builder().start();

    @AfterEach
    void close() {
        slow.close();
    }

    private static TestSubscriber<Presence> presence(RoomMember member) {
        return Flowable.fromPublisher(member.presence()).test();
    }

    private static void expect(TestSubscriber<Presence> seen, Presence... levels) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(seen.values()).containsExactly(levels));
    }

    @Test
    void currentLevelComesFirst() {
        RoomMember host = server.joinAndPublish("room", "host");
        expect(presence(host), UP);
        host.leave();
        host.sid();
        expect(presence(host), DOWN);
        expect(presence(server.join("room", "viewer")), DOWN);
    }

    @Test
    void dropThatHealsInTimeIsUpAgain() {
        RoomMember host = slow.joinAndPublish("room", "host");
        TestSubscriber<Presence> seen = presence(host);
        host.drop();
        host.heal();
        expect(seen, UP, SUSPECT, UP);
    }

    @Test
    void dropThatLastsIsDown() {
        RoomMember host = server.joinAndPublish("room", "host");
        TestSubscriber<Presence> seen = presence(host);
        host.drop();
        expect(seen, UP, SUSPECT, DOWN);
        host.heal();
        host.sid();
        expect(seen, UP, SUSPECT, DOWN);
    }

    @Test
    void browserThatJoinsAgainIsUpAgain() {
        RoomMember host = server.joinAndPublishFromBrowser("room", "host");
        TestSubscriber<Presence> seen = presence(host);
        host.drop();
        expect(seen, UP, SUSPECT, DOWN);
        host.heal();
        expect(seen, UP, SUSPECT, DOWN, UP);
    }

    @Test
    void removedHostIsDown() {
        RoomMember host = server.joinAndPublish("room", "host");
        TestSubscriber<Presence> seen = presence(host);
        new TwirpCalls(server).ok("DeleteRoom", "{\"room\":\"room\"}");
        expect(seen, UP, DOWN);
    }
}
