package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private final Redaction rule = Redaction.ofDefaults();

    @ParameterizedTest
    @CsvSource({
        "no secret here,                          no secret here",
        "token eyJhbGc.eyJpc3M.sig was refused,   token (token) was refused",
        "push to rtmp://me:pw@host/live/key failed, push to rtmp://... failed",
        "at https://host:7880/path?token=x now,   at https://host:7880/... now",
        "at https://me:pw@host/path,              at https://..."
    })
    void hidesTokensAndWhatFollowsAHost(String said, String shown) {
        assertThat(rule.shown(said)).isEqualTo(shown);
    }

    @Test
    void hidesASecretThatIsNamed() {
        assertThat(rule.hiding("opaque").hiding(" ").shown("got opaque, and opaque"))
                .isEqualTo("got (token), and (token)");
    }

    @Test
    void showsOneLineOfBoundedLength() {
        assertThat(rule.shown("a\r\n\tb\u0000c")).isEqualTo("a b c");
        assertThat(rule.shown("x".repeat(600))).hasSize(503).endsWith("...");
    }

    @Test
    void errorIsAllowedUnlessItsCausesTellASecret() {
        Throwable telling = new IOException("unexpected status line: Bearer eyJhbGc");
        Throwable suppressing = new IOException("cut");
        suppressing.addSuppressed(telling);
        assertThat(rule.allows(new IOException("cut"))).isTrue();
        assertThat(rule.allows(telling)).isFalse();
        assertThat(rule.allows(new IOException("cut", telling))).isFalse();
        assertThat(rule.allows(suppressing)).isFalse();
        assertThat(rule.hiding("opaque").allows(new IOException("opaque"))).isFalse();
    }

    @Test
    void causesInACircleEnd() {
        Throwable first = new IOException("first");
        first.initCause(new IOException("second", first));
        assertThat(rule.allows(first)).isTrue();
    }
}
