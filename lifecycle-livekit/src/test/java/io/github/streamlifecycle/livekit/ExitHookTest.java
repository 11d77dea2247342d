package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shutdown hook of {@link LiveKitBuilder#stopAtExit}, which must not keep what is over in memory. */
class ExitHookTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void hookIsForgottenWhenNothingIsLive() {
        assertIsCollected(closed());
    }

    @Test
    void hookIsForgottenOnceTheLastStreamHasEnded() {
        assertIsCollected(closedBeforeItsStreamEnded());
    }

    private static WeakReference<LiveKit> closed() {
        LiveKit livekit = livekit();
        livekit.close();
        return new WeakReference<>(livekit);
    }

    private static WeakReference<LiveKit> closedBeforeItsStreamEnded() {
        LiveKit livekit = livekit();
        GuardedStream stream = livekit.guard("room", HostSwitch.create()).adopt("EG_1");
        assertThat(stream.whenLive().toCompletableFuture()).succeedsWithin(PATIENCE);
        livekit.close();
        assertThat(List.of(stream)).allMatch(GuardedStream::isLive);
        stream.stop();
        assertThat(stream.whenEnded().toCompletableFuture()).succeedsWithin(PATIENCE);
        return new WeakReference<>(livekit);
    }

    private static LiveKit livekit() {
        return LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
                .dryRun()
                .stopAtExit(Duration.ofSeconds(1))
                .build();
    }

    private static void assertIsCollected(WeakReference<LiveKit> livekit) {
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return livekit.refersTo(null);
        });
    }
}
