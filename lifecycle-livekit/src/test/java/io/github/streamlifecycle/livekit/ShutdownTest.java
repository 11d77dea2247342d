package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.UserStopped;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a program: bounded, safe to be interrupted, and never silent about a stream that goes on. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ShutdownTest {
    /** As good as never: its virtual time stands still. */
    private static final Duration SHORT = Duration.ofMillis(50);

    private final VirtualScene scene = new VirtualScene();

    private static String logged(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return logged.toString(StandardCharsets.UTF_8);
    }

    @Test
    void closeWaitsNoLongerThanItMay() {
        GuardedStream stream = scene.start();
        stream.stop();
        assertThat(logged(() -> scene.livekit.close(SHORT)))
                .contains("WARN", "stops are still under way", VirtualScene.ROOM);
        VirtualScene.assertGoesOn(stream);
    }

    @Test
    void interruptedCloseKeepsTheFlag() {
        scene.start().stop();
        Thread.currentThread().interrupt();
        scene.livekit.close(SHORT);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void streamThatGoesOnIsSaidAtClose() {
        GuardedStream stream = scene.live();
        assertThat(logged(scene.livekit::close)).contains("WARN", VirtualScene.ROOM, scene.id());
        scene.down();
        scene.advance(5_000);
        assertThat(VirtualScene.outcome(stream)).isInstanceOf(Outcome.HostDropped.class);
    }

    @Test
    void eventsEndOnceItIsClosedAndNothingIsGuarded() {
        var events = scene.livekit.events().test();
        GuardedStream stream = scene.live();
        scene.livekit.close();
        events.assertNotComplete();
        stream.stop();
        scene.advance(5_000);
        events.assertComplete();
    }

    @Test
    void stopAllStopsEveryStreamAndNamesThoseThatAreLeft() {
        GuardedStream stream = scene.live();
        assertThat(scene.livekit.streams()).containsExactly(stream);
        assertThat(logged(() -> assertThat(scene.livekit.stopAll(SHORT)).containsExactly(stream)))
                .contains("WARN", scene.id());
        scene.advance(5_000);
        assertThat(VirtualScene.outcome(stream)).isInstanceOf(UserStopped.class);
        assertThat(scene.livekit.streams()).isEmpty();
        assertThat(scene.livekit.stopAll(SHORT)).isEmpty();
    }

    @Test
    void timeToCloseIsChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scene.livekit.close(Duration.ZERO))
                .withMessage("within must be positive: PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> scene.livekit.stopAll(Duration.ofSeconds(-1)));
    }
}
