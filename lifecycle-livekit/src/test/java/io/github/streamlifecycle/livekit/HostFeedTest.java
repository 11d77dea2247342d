package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.ROOM;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.events.StreamEvent.HostChanged;
import io.github.streamlifecycle.livekit.events.StreamEvent.HostNeverUp;
import java.util.concurrent.SubmissionPublisher;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The feeds that applications bring along: hot ones, heartbeats, callbacks, publishers of the JDK. */
class HostFeedTest {
    private final VirtualScene scene = new VirtualScene();

    @Test
    @Tag("P1")
    void hotFeedThatSaidUpBeforeTheStartIsTold() {
        scene.up();
        GuardedStream stream = scene.start();
        scene.advance(6_000);
        assertThat(events(stream, HostNeverUp.class)).containsExactly(new HostNeverUp(scene.id()));
        scene.down();
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void hostThatIsUpWhenItIsLiveIsNotComplainedAbout() {
        assertThat(events(scene.live(), HostNeverUp.class)).isEmpty();
    }

    @Test
    @Tag("P7")
    void heartbeatIsOneEvent() {
        GuardedStream stream = scene.live();
        for (int beat = 0; beat < 10_000; beat++) {
            scene.up();
        }
        assertThat(events(stream, HostChanged.class)).hasSize(1);
    }

    @Test
    void lateSubscriberIsSentTheLatestEvents() {
        GuardedStream stream = scene.live();
        for (int drop = 0; drop < 2 * EventLog.REPLAYED; drop++) {
            scene.host.onNext(Presence.SUSPECT);
            scene.up();
        }
        assertThat(stream.events().test().values()).hasSize(EventLog.REPLAYED).endsWith(new HostChanged(Presence.UP));
    }

    @Test
    void hostSwitchThatWasUpBeforeTheStartArmsTheGuard() {
        HostSwitch host = HostSwitch.create();
        host.up();
        GuardedStream stream =
                scene.livekit.guard(ROOM, host).scheduler(scene.time).start(FILE);
        scene.advance(6_000);
        host.suspect();
        scene.advance(4_900);
        assertThat(scene.stops()).isEmpty();
        host.up();
        scene.advance(10_000);
        host.down();
        assertThat(scene.stops()).hasSize(1);
        assertThat(events(stream, HostNeverUp.class)).isEmpty();
    }

    @Test
    void publisherOfTheJdkIsAHost() {
        try (SubmissionPublisher<Presence> host = new SubmissionPublisher<>()) {
            GuardedStream stream =
                    scene.livekit.guard(ROOM, host).scheduler(scene.time).start(FILE);
            scene.advance(6_000);
            host.submit(Presence.UP);
            host.submit(Presence.DOWN);
            Awaitility.await()
                    .atMost(Durations.ONE_MINUTE)
                    .until(() -> scene.stops().size() == 1);
            assertThat(events(stream, HostChanged.class)).hasSize(2);
        }
    }
}
