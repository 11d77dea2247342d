package io.github.streamlifecycle.examples.guard.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A start that fails, alone: it counts threads of the whole JVM. */
@Isolated
class FailedStartTest {
    @Test
    void portInUseIsToldAndLeavesNothingBehind() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Set<String> before = threads();
            Map<String, String> environment = Map.of(
                    "LIVEKIT_URL", "ws://127.0.0.1:1",
                    "LIVEKIT_API_KEY", "key",
                    "LIVEKIT_API_SECRET", "secret",
                    "GUARD_BIND", "127.0.0.1",
                    "GUARD_PORT", Integer.toString(taken.getLocalPort()),
                    "GUARD_ADMIN_PORT", "0");
            assertThatThrownBy(() -> GuardServer.start(GuardConfig.of(environment)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("GUARD_PORT")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
            await().atMost(Duration.ofSeconds(60)).until(() -> before.containsAll(threads()));
        }
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("streamlifecycle-leases") || name.startsWith("guard-server"))
                .forEach(names::add);
        return names;
    }
}
