package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.Deed;
import io.github.streamlifecycle.livekit.HostileServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An offer to servers that answer with something else, or never: it fails in time, with a type and without its token. */
class WhipHostileTest {
    private static final Sdp OFFER = new Sdp("v=0\r\n");
    private static final Duration SOON = Duration.ofSeconds(60);

    private static WhipException failure(HostileServer server, Deed deed, String token) {
        Object result = new WhipEndpoint(URI.create(server.url()), () -> token, deed.timeout())
                .post(OFFER)
                .map(Object.class::cast)
                .onErrorReturn(error -> error)
                .timeout(SOON.toMillis(), TimeUnit.MILLISECONDS)
                .blockingGet();
        assertThat(result).isInstanceOf(WhipException.class);
        return (WhipException) result;
    }

    @ParameterizedTest
    @EnumSource
    void offerFailsInTimeWithAType(Deed deed) {
        try (HostileServer server = new HostileServer(deed)) {
            assertThat(failure(server, deed, "eyJ.token").kind())
                    .isIn(WhipException.Kind.UNREACHABLE, WhipException.Kind.REFUSED, WhipException.Kind.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJrZXkifQ.c2lnbmF0dXJl", "a-stream-key-as-some-providers-want-it"
            })
    void serverThatSaysTheTokenBackIsNotQuoted(String token) {
        for (Deed deed : List.of(
                Deed.STATUS_LINE_SAYS_IT_BACK,
                Deed.REFUSAL_SAYS_IT_BACK,
                Deed.TWIRP_ERROR_SAYS_IT_BACK,
                Deed.PAGE_SAYS_IT_BACK)) {
            try (HostileServer server = new HostileServer(deed)) {
                StringWriter trace = new StringWriter();
                failure(server, deed, token).printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).as(deed.name()).doesNotContain(token, "eyJ", "a-stream-key");
            }
        }
    }

    @Test
    void answerThatIsTooLongIsGivenUp() {
        try (HostileServer server = new HostileServer(Deed.ANNOUNCES_100_MEGABYTES)) {
            assertThat(failure(server, Deed.ANNOUNCES_100_MEGABYTES, "eyJ.token"))
                    .hasMessageContaining("longer than 1048576 bytes");
        }
    }
}
