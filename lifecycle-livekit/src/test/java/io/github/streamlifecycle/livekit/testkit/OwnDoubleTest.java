package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An extension in a field of the instance. */
class OwnDoubleTest {
    private static final Set<LiveKitDouble> SEEN = new HashSet<>();

    @RegisterExtension
    final LiveKitExtension livekit = LiveKitExtension.ofDefaults();

    private final LiveKitDouble early = livekit.server();

    @RepeatedTest(2)
    void eachTestHasItsOwn(LiveKitDouble server) {
        assertThat(server).isSameAs(early);
        assertThat(SEEN.add(server)).isTrue();
    }
}
