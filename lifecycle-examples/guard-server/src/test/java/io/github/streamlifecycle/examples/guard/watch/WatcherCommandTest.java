package io.github.streamlifecycle.examples.guard.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatcherCommandTest {
    @Test
    void watcherInheritsNoSecret() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LIVEKIT_API_KEY", "key",
                "LIVEKIT_API_SECRET", "secret",
                "GUARD_ADMIN_TOKEN", "token",
                "PATH", "/usr/bin"));
        WatcherCommand.withoutSecrets(environment);
        assertThat(environment).containsOnlyKeys("PATH");
    }
}
