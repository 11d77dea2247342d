package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.LiveKit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LiveKitExtensionTest {
    @RegisterExtension
    static final LiveKitExtension livekit =
            LiveKitExtension.of(LiveKitDouble.builder().speed(100));

    private static final String URL = livekit.server().url();

    /** Whichever runs first leaves behind what the other must not find. */
    @RepeatedTest(2)
    void nothingIsLeftForTheNextTest(LiveKitDouble server, LiveKit client) {
        assertThat(server.url()).isEqualTo(URL);
        assertThat(server.webhooks()).isEmpty();
        assertThat(server.calls()).isEmpty();
        assertThat(client.participants("room").blockingGet()).isEmpty();
        server.joinAndPublish("room", "host");
        assertThat(client.participants("room").blockingGet()).hasSize(1);
        server.script("ListParticipants", Fault.silence());
    }

    @Nested
    class Inner {
        @Test
        void nestedClassSharesTheDouble(LiveKitDouble server) {
            assertThat(server.url()).isEqualTo(URL);
        }
    }
}
