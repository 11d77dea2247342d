package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlainWordsTest {
    @Test
    void durationsAreInSecondsOrMilliseconds() {
        assertThat(PlainWords.of(Duration.ofSeconds(15))).isEqualTo("15 s");
        assertThat(PlainWords.of(Duration.ofMillis(1_500))).isEqualTo("1500 ms");
        assertThat(PlainWords.of("no answer for PT1M30.5S")).isEqualTo("no answer for 90500 ms");
    }

    @Test
    void namesOfClassesAreLeftOut() {
        assertThat(PlainWords.of("POST got no answer: ConnectException: refused"))
                .isEqualTo("POST got no answer: refused");
        assertThat(PlainWords.of(new IOException("java.net.SocketException: null", new IOException("x"))))
                .isEmpty();
        assertThat(PlainWords.of("closed: java.util.concurrent.TimeoutException"))
                .isEqualTo("closed");
    }

    @Test
    void textIsOneLine() {
        assertThat(PlainWords.of("no\nsuch\u001b[31m host")).isEqualTo("no such [31m host");
        assertThat(PlainWords.of("x".repeat(1_000))).hasSizeLessThan(500);
    }

    @Test
    void refusedKeyNamesTheVariablesToCheck() {
        assertThat(PlainWords.of(LiveKitException.of(401, "unauthenticated", "refused")))
                .isEqualTo("refused; check LIVEKIT_API_KEY and LIVEKIT_API_SECRET");
    }

    @Test
    void missingWorkerIsExplained() {
        assertThat(PlainWords.of(LiveKitException.of(503, "unavailable", "no response from servers")))
                .startsWith("no response from servers; no egress worker took the job");
    }
}
