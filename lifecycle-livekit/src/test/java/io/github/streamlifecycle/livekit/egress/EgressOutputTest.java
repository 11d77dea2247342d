package io.github.streamlifecycle.livekit.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressOutputTest {
    private static final EgressOutput FILE = EgressOutput.file("/out/x.mp4");

    static Stream<Arguments> blankNames() {
        return Stream.of(
                blank("layout", () -> RoomCompositeEgress.layout(" ")),
                blank("identity", () -> ParticipantEgress.of(" ")),
                blank("trackId", () -> TrackEgress.of(" ")),
                blank("audioTrackId", () -> TrackCompositeEgress.audio(" ")),
                blank("audioTrackId", () -> TrackCompositeEgress.of(" ", "TR_v")),
                blank("videoTrackId", () -> TrackCompositeEgress.video(" ")),
                blank("videoTrackId", () -> TrackCompositeEgress.of("TR_a", " ")),
                blank("filepath", () -> EgressOutput.file(" ")),
                blank("filepath", () -> RoomCompositeEgress.grid().toFile(" ")),
                blank("filepath", () -> TrackEgress.of("TR_a").toFile(" ")),
                blank("filenamePrefix", () -> EgressOutput.segments(" ", "list.m3u8")),
                blank("playlistName", () -> EgressOutput.segments("/out/s", " ")),
                blank("filenamePrefix", () -> EgressOutput.images(" ", Duration.ofSeconds(1))));
    }

    private static Arguments blank(String name, ThrowingCallable call) {
        return arguments(name, call);
    }

    @ParameterizedTest
    @MethodSource("blankNames")
    void blankNameIsRefused(String name, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(name + " must not be blank: \" \"");
    }

    static Stream<Arguments> wrongUrls() {
        return Stream.of(
                arguments(
                        (ThrowingCallable) () -> EgressOutput.rtmp("srt://host/app/my-key"),
                        "an output over RTMP must begin with rtmp:// or rtmps:// and name a host: srt://..."),
                arguments(
                        (ThrowingCallable) () -> EgressOutput.rtmp("rtmp://host/app/x", "srt://host/app/my-key"),
                        "an output over RTMP must begin with rtmp:// or rtmps:// and name a host: srt://..."),
                arguments(
                        (ThrowingCallable) () -> EgressOutput.rtmp("my-key"),
                        "an output over RTMP must begin with rtmp:// or rtmps:// and name a host: (6 characters)"),
                arguments(
                        (ThrowingCallable) () -> EgressOutput.rtmp(""),
                        "an output over RTMP must begin with rtmp:// or rtmps:// and name a host: (0 characters)"),
                arguments(
                        (ThrowingCallable) () -> EgressOutput.rtmp("rtmps://"),
                        "an output over RTMP must begin with rtmp:// or rtmps:// and name a host: rtmps://..."),
                arguments(
                        (ThrowingCallable) () -> EgressOutput.srt("rtmp://host/app/my-key"),
                        "an output over SRT must begin with srt:// and name a host: rtmp://..."),
                arguments(
                        (ThrowingCallable) () -> TrackEgress.of("TR_a").toWebSocket("https://host/my-key"),
                        "a web socket must begin with ws:// or wss:// and name a host: https://..."),
                arguments(
                        (ThrowingCallable) () -> WebEgress.at("file:///etc/my-key"),
                        "a web page must begin with http:// or https:// and name a host: file://..."),
                arguments(
                        (ThrowingCallable) () -> WebEgress.at("http://?token=my-key"),
                        "a web page must name a host: http://..."));
    }

    @ParameterizedTest
    @MethodSource("wrongUrls")
    void wrongUrlIsRefusedByItsSchemeAlone(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessage(message)
                .withNoCause();
        assertThat(message).doesNotContain("my-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.5S", "PT1.5S", "PT2147483648S"})
    void intervalOfImagesIsRefusedByName(Duration every) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EgressOutput.images("/out/i", every))
                .withMessageStartingWith("every must be ")
                .withMessageEndingWith(every.toString());
    }

    @Test
    void egressWithoutAnOutputIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoomCompositeEgress.grid().to())
                .withMessage("outputs must not be empty: []");
    }

    static Stream<Arguments> ofOneKind() {
        return Stream.of(
                arguments(FILE, EgressOutput.file("/out/y.mp4"), "/out/x.mp4 and /out/y.mp4"),
                arguments(
                        EgressOutput.rtmp("rtmp://a/live/my-key"),
                        EgressOutput.srt("srt://a?streamid=my-key"),
                        "rtmp://... and srt://..."),
                arguments(
                        EgressOutput.segments("/out/s", "s.m3u8"),
                        EgressOutput.segments("/out/t", "t.m3u8"),
                        "segments /out/s (s.m3u8) and segments /out/t (t.m3u8)"),
                arguments(
                        EgressOutput.images("/out/i", Duration.ofSeconds(1)),
                        EgressOutput.images("/out/j", Duration.ofSeconds(2)),
                        "images /out/i every 1 s and images /out/j every 2 s"));
    }

    @ParameterizedTest
    @MethodSource("ofOneKind")
    void secondOutputOfAKindIsRefused(EgressOutput one, EgressOutput other, String both) {
        EgressOutput between = one.toString().equals(FILE.toString()) ? EgressOutput.srt("srt://a") : FILE;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParticipantEgress.of("host").to(one, between, other))
                .withMessage("outputs must not hold two of one kind: " + both);
    }

    @Test
    void callersArrayIsCopied() {
        EgressOutput[] outputs = {FILE};
        EgressRequest request = RoomCompositeEgress.grid().to(outputs);
        outputs[0] = EgressOutput.file("/out/y.mp4");
        assertThat(request).hasToString("room composite (grid) to /out/x.mp4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://me:hunter2@example.com/path", "HTTPS://example.com?token=hunter2", "https://example.com"
            })
    void pageIsShownBySchemeAndHost(String url) {
        assertThat(WebEgress.at(url)).hasToString("web page (https://example.com)");
    }
}
