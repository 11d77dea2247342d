package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.auth0.jwt.JWT;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

class LiveKitTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "ws://example.com,         http://example.com/",
        "wss://example.com,        https://example.com/",
        "http://127.0.0.1:7880,    http://127.0.0.1:7880/",
        "HTTPS://example.com/,     https://example.com/"
    })
    void urlIsTakenAsUsersWriteIt(String written, String url) {
        try (LiveKit livekit = LiveKit.connect(written, "key", SECRET)) {
            assertThat(livekit.url()).isEqualTo(url);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com", "http://", "rtmp://example.com/live", "https://example.com/livekit"})
    void otherUrlIsRefusedByName(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveKit.connect(url, "key", SECRET))
                .withMessageContaining("http")
                .withMessageEndingWith(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", SECRET, "htps://me:hunter2@example.com"})
    void valueThatIsNoUrlIsNotShown(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveKit.connect(url, "key", SECRET))
                .withMessageEndingWith("(" + url.length() + " characters)");
    }

    @Test
    void urlWithCredentialsIsRefusedWithoutShowingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveKit.connect("https://me:hunter2@example.com", "key", SECRET))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void blankKeyOrSecretIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveKit.connect("http://example.com", " ", SECRET))
                .withMessageContaining("apiKey");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LiveKit.connect("http://example.com", "key", ""))
                .withMessageContaining("apiSecret");
    }

    @Test
    void nothingShowsTheSecret() {
        try (LiveKit livekit = LiveKit.connect("http://example.com", "key", SECRET)) {
            assertThat(livekit.toString()).doesNotContain(SECRET, "key");
        }
    }

    @Test
    void fewerThanOneCallAtOnceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        LiveKit.builder("http://example.com", "key", SECRET).callsAtOnce(0))
                .withMessage("callsAtOnce must be positive: 0");
    }

    @Test
    void whatIsPutBetweenStaysThereWithOtherCallsAtOnce() {
        try (LiveKit shadow = LiveKit.builder("http://example.com", "key", SECRET)
                .dryRun()
                .callsAtOnce(1)
                .build()) {
            assertThat(shadow.participants("room").blockingGet()).isEmpty();
        }
    }

    @Test
    void publishTokenMayPublishAndNoMore() {
        try (LiveKit livekit = LiveKit.connect("http://example.com", "key", SECRET)) {
            var token = JWT.decode(livekit.publishToken("room", "host", Duration.ofMinutes(5)));
            assertThat(token.getSubject()).isEqualTo("host");
            assertThat(token.getClaim("video").asMap())
                    .containsEntry("room", "room")
                    .containsEntry("roomJoin", true)
                    .containsEntry("canPublish", true)
                    .containsEntry("canSubscribe", false)
                    .doesNotContainKeys("roomRecord", "roomAdmin");
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void guardNeedsAHost() {
        try (LiveKit livekit = LiveKit.connect("http://example.com", "key", SECRET)) {
            assertThatNullPointerException()
                    .isThrownBy(() -> livekit.guard("my-room", (Publisher<Presence>) null))
                    .withMessage("presence");
        }
    }

    @Test
    void outputThatIsNoRtmpUrlIsRefusedWithoutShowingItsKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoomCompositeEgress.grid().toRtmp("https://live.example.com/app/very-secret-key"))
                .withMessageContaining("https://")
                .withMessageNotContaining("very-secret-key");
    }

    @Test
    void requestDoesNotShowTheStreamKey() {
        assertThat(RoomCompositeEgress.layout("speaker").toRtmp("rtmps://live.example.com/app/very-secret-key"))
                .hasToString("room composite (speaker) to rtmps://...");
    }
}
