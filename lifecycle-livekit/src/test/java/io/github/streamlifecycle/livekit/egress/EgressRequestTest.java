package io.github.streamlifecycle.livekit.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import livekit.LivekitEgress.DirectFileOutput;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.ImageOutput;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.SegmentedFileOutput;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.StreamProtocol;
import livekit.LivekitEgress.TrackCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRequestTest {
    private static final String ROOM = "room";
    private static final String PAGE = "https://example.com/show?token=page-secret";
    private static final EgressOutput FILE = EgressOutput.file("/out/{room_name}-{time}.mp4");
    private static final EncodedFileOutput SENT_FILE = EncodedFileOutput.newBuilder()
            .setFilepath("/out/{room_name}-{time}.mp4")
            .build();

    /** One request per kind and per output, what is sent for it, and how it is described. */
    static Stream<Arguments> requests() {
        return Stream.of(
                arguments(
                        RoomCompositeEgress.grid().to(FILE),
                        composite("grid").addFileOutputs(SENT_FILE).build(),
                        "room composite (grid) to /out/{room_name}-{time}.mp4"),
                arguments(
                        WebEgress.at(PAGE).to(FILE),
                        WebEgressRequest.newBuilder()
                                .setUrl(PAGE)
                                .addFileOutputs(SENT_FILE)
                                .build(),
                        "web page (https://example.com) to /out/{room_name}-{time}.mp4"),
                arguments(
                        ParticipantEgress.of("host").to(FILE),
                        ParticipantEgressRequest.newBuilder()
                                .setRoomName(ROOM)
                                .setIdentity("host")
                                .addFileOutputs(SENT_FILE)
                                .build(),
                        "participant (host) to /out/{room_name}-{time}.mp4"),
                arguments(
                        TrackCompositeEgress.of("TR_a", "TR_v").to(FILE),
                        tracks().setAudioTrackId("TR_a").setVideoTrackId("TR_v").build(),
                        "track composite (audio TR_a, video TR_v) to /out/{room_name}-{time}.mp4"),
                arguments(
                        TrackCompositeEgress.audio("TR_a").to(FILE),
                        tracks().setAudioTrackId("TR_a").build(),
                        "track composite (audio TR_a) to /out/{room_name}-{time}.mp4"),
                arguments(
                        TrackCompositeEgress.video("TR_v").to(FILE),
                        tracks().setVideoTrackId("TR_v").build(),
                        "track composite (video TR_v) to /out/{room_name}-{time}.mp4"),
                arguments(
                        TrackEgress.of("TR_a").toFile("/out/a.ogg"),
                        track().setFile(DirectFileOutput.newBuilder().setFilepath("/out/a.ogg"))
                                .build(),
                        "track (TR_a) to /out/a.ogg"),
                arguments(
                        TrackEgress.of("TR_a").toWebSocket("wss://example.com/pcm?token=socket-secret"),
                        track().setWebsocketUrl("wss://example.com/pcm?token=socket-secret")
                                .build(),
                        "track (TR_a) to wss://..."),
                arguments(
                        RoomCompositeEgress.layout("speaker")
                                .to(EgressOutput.rtmp("rtmp://a/live/stream1", "rtmps://b/app/secretkey")),
                        composite("speaker")
                                .addStreamOutputs(
                                        stream(StreamProtocol.RTMP, "rtmp://a/live/stream1", "rtmps://b/app/secretkey"))
                                .build(),
                        "room composite (speaker) to rtmp://... and rtmps://..."),
                arguments(
                        RoomCompositeEgress.grid().to(EgressOutput.srt("srt://a:9000?passphrase=srt-secret")),
                        composite("grid")
                                .addStreamOutputs(stream(StreamProtocol.SRT, "srt://a:9000?passphrase=srt-secret"))
                                .build(),
                        "room composite (grid) to srt://..."),
                arguments(
                        RoomCompositeEgress.grid().to(EgressOutput.segments("/out/s", "list.m3u8")),
                        composite("grid")
                                .addSegmentOutputs(segments("/out/s", "list.m3u8"))
                                .build(),
                        "room composite (grid) to segments /out/s (list.m3u8)"),
                arguments(
                        RoomCompositeEgress.grid().to(EgressOutput.images("/out/i", Duration.ofMinutes(1))),
                        composite("grid").addImageOutputs(images("/out/i", 60)).build(),
                        "room composite (grid) to images /out/i every 60 s"),
                arguments(
                        everywhere(),
                        composite("grid")
                                .addStreamOutputs(stream(StreamProtocol.RTMP, "rtmp://a/live/stream1"))
                                .addFileOutputs(SENT_FILE)
                                .addSegmentOutputs(segments("/out/s", "list.m3u8"))
                                .addImageOutputs(images("/out/i", 5))
                                .build(),
                        "room composite (grid) to /out/{room_name}-{time}.mp4 and rtmp://..."
                                + " and segments /out/s (list.m3u8) and images /out/i every 5 s"));
    }

    private static EgressRequest everywhere() {
        return RoomCompositeEgress.grid()
                .to(
                        EgressOutput.rtmp("rtmp://a/live/stream1"),
                        FILE,
                        EgressOutput.segments("/out/s", "list.m3u8"),
                        EgressOutput.images("/out/i", Duration.ofSeconds(5)));
    }

    private static RoomCompositeEgressRequest.Builder composite(String layout) {
        return RoomCompositeEgressRequest.newBuilder().setRoomName(ROOM).setLayout(layout);
    }

    private static TrackCompositeEgressRequest.Builder tracks() {
        return TrackCompositeEgressRequest.newBuilder().setRoomName(ROOM).addFileOutputs(SENT_FILE);
    }

    private static TrackEgressRequest.Builder track() {
        return TrackEgressRequest.newBuilder().setRoomName(ROOM).setTrackId("TR_a");
    }

    private static StreamOutput stream(StreamProtocol protocol, String... urls) {
        return StreamOutput.newBuilder()
                .setProtocol(protocol)
                .addAllUrls(List.of(urls))
                .build();
    }

    private static SegmentedFileOutput segments(String filenamePrefix, String playlistName) {
        return SegmentedFileOutput.newBuilder()
                .setFilenamePrefix(filenamePrefix)
                .setPlaylistName(playlistName)
                .build();
    }

    private static ImageOutput images(String filenamePrefix, int seconds) {
        return ImageOutput.newBuilder()
                .setFilenamePrefix(filenamePrefix)
                .setCaptureInterval(seconds)
                .build();
    }

    /** A record whose request part is that message. */
    private static EgressInfo recordOf(Message request) {
        EgressInfo.Builder info = EgressInfo.newBuilder().setEgressId("EG_123456789012");
        EgressInfo.getDescriptor().getFields().stream()
                .filter(field -> field.getContainingOneof() != null
                        && field.getMessageType().equals(request.getDescriptorForType()))
                .forEach(field -> info.setField(field, request));
        return info.build();
    }

    private static EgressInfo recordOfStreams(String... urls) {
        return recordOf(composite("grid")
                .addStreamOutputs(stream(StreamProtocol.RTMP, urls))
                .build());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isSentAndDescribed(EgressRequest request, Message sent, String description) {
        assertThat(request.messageFor(ROOM)).isEqualTo(sent);
        assertThat(request).hasToString(description);
        assertThat(description).doesNotContain("secret", "token", "stream1");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void recognisesItsOwnRecordAndNoneOfTheOthers(EgressRequest request, Message sent, String description) {
        assertThat(requests().filter(other -> request.mayHaveStarted(recordOf((Message) other.get()[1]))))
                .extracting(other -> other.get()[2])
                .containsExactly(description);
        assertThat(request.mayHaveStarted(EgressInfo.getDefaultInstance())).isFalse();
        assertThat(request.mayHaveStarted(recordOf(sent))).isTrue();
    }

    @Test
    void isAValue() {
        assertThat(RoomCompositeEgress.grid().toRtmp("rtmp://a/live/stream1"))
                .isEqualTo(RoomCompositeEgress.grid().to(EgressOutput.rtmp("rtmp://a/live/stream1")))
                .hasSameHashCodeAs(RoomCompositeEgress.grid().to(EgressOutput.rtmp("rtmp://a/live/stream1")))
                .isNotEqualTo(RoomCompositeEgress.grid().toRtmp("rtmp://a/live/stream2"));
        assertThat(ParticipantEgress.of("host").toFile("/out/x.mp4"))
                .isEqualTo(ParticipantEgress.of("host").to(EgressOutput.file("/out/x.mp4")));
    }

    @Test
    void messageIsTakenAsItIsButForItsRoom() {
        RoomCompositeEgressRequest message = composite("speaker")
                .setRoomName("another room")
                .setCustomBaseUrl("https://example.com/template")
                .setAudioOnly(true)
                .addFileOutputs(SENT_FILE)
                .build();
        EgressRequest request = EgressRequest.of(message);
        assertThat(request.message())
                .isEqualTo(message.toBuilder().clearRoomName().build());
        assertThat(request.messageFor(ROOM))
                .isEqualTo(message.toBuilder().setRoomName(ROOM).build());
        assertThat(request.mayHaveStarted(recordOf(message))).isTrue();
    }

    @Test
    void whatTheServerAddsToARecordDoesNotHideIt() {
        EgressInfo info = recordOf(composite("grid")
                .addFileOutputs(SENT_FILE.toBuilder().setDisableManifest(true))
                .setAudioOnly(false)
                .build());
        assertThat(RoomCompositeEgress.grid().to(FILE).mayHaveStarted(info)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://host/live/stream1,         rtmp://host/live/{st...m1}",
        "rtmp://host/live/secretkey,       rtmp://host/live/{sec...key}",
        "rtmp://host/live/k,               rtmp://host/live/{...}",
        "rtmp://host/live/ab.cdefgh.,      rtmp://host/live/{ab....gh.}",
        "rtmp://host/live/secretkey live=1, rtmp://host/live/{sec...key} live=1",
        "rtmp://host/live/stream1?token=x, rtmp://host/live/{str...n=x}",
        "rtmp://host/live/stream1,         rtmp://host/live/stream1"
    })
    void recognisesAStreamWhoseKeyIsHidden(String url, String shown) {
        assertThat(RoomCompositeEgress.grid().toRtmp(url).mayHaveStarted(recordOfStreams(shown)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtmp://other/live/{st...m1}",
                "rtmps://host/live/{st...m1}",
                "rtmp://host/app/{st...m1}",
                "rtmp://host/live/app/{st...m1}",
                "rtmp://host/live/{an...er}",
                "rtmp://host/live/{st...m2}",
                "rtmp://host/live/{st...m1} live=1",
                "rtmp://host/live/stream2",
                "rtmp://host/live/{}",
                "rtmp://host/live/}{",
                "rtmp://host/live/",
                ""
            })
    void doesNotTakeAnotherStreamForItsOwn(String shown) {
        assertThat(RoomCompositeEgress.grid().toRtmp("rtmp://host/live/stream1").mayHaveStarted(recordOfStreams(shown)))
                .isFalse();
    }

    @Test
    void everyStreamHasToAgree() {
        EgressRequest request =
                RoomCompositeEgress.grid().to(EgressOutput.rtmp("rtmp://a/live/stream1", "rtmp://b/live/stream2"));
        assertThat(request.mayHaveStarted(recordOfStreams("rtmp://a/live/{st...m1}", "rtmp://b/live/{st...m2}")))
                .isTrue();
        assertThat(request.mayHaveStarted(recordOfStreams("rtmp://a/live/{st...m1}")))
                .isFalse();
        assertThat(request.mayHaveStarted(recordOfStreams("rtmp://a/live/{st...m1}", "rtmp://c/live/{st...m2}")))
                .isFalse();
    }

    static Stream<Message> otherRecords() {
        RoomCompositeEgressRequest own =
                (RoomCompositeEgressRequest) everywhere().messageFor(ROOM);
        return Stream.of(
                own.toBuilder().setLayout("speaker").build(),
                own.toBuilder().clearFileOutputs().build(),
                own.toBuilder().addFileOutputs(SENT_FILE).build(),
                own.toBuilder()
                        .setFileOutputs(0, SENT_FILE.toBuilder().setFilepath("/out/theirs.mp4"))
                        .build(),
                own.toBuilder()
                        .setSegmentOutputs(0, segments("/out/t", "list.m3u8"))
                        .build(),
                own.toBuilder()
                        .setSegmentOutputs(0, segments("/out/s", "other.m3u8"))
                        .build(),
                own.toBuilder().setImageOutputs(0, images("/out/j", 5)).build(),
                own.toBuilder().setImageOutputs(0, images("/out/i", 6)).build(),
                own.toBuilder()
                        .setStreamOutputs(0, stream(StreamProtocol.SRT, "rtmp://a/live/stream1"))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("otherRecords")
    void everyOutputHasToAgree(Message other) {
        assertThat(everywhere().mayHaveStarted(recordOf(other))).isFalse();
    }

    static Stream<Arguments> neighbours() {
        return Stream.of(
                arguments(
                        ParticipantEgress.of("host").to(FILE),
                        ParticipantEgress.of("guest").to(FILE)),
                arguments(WebEgress.at(PAGE).to(FILE), WebEgress.at(PAGE + "2").to(FILE)),
                arguments(
                        TrackCompositeEgress.of("TR_a", "TR_v").to(FILE),
                        TrackCompositeEgress.of("TR_a", "TR_w").to(FILE)),
                arguments(
                        TrackEgress.of("TR_a").toFile("/out/a"),
                        TrackEgress.of("TR_b").toFile("/out/a")),
                arguments(
                        TrackEgress.of("TR_a").toFile("/out/a"),
                        TrackEgress.of("TR_a").toFile("/out/b")),
                arguments(
                        TrackEgress.of("TR_a").toWebSocket("ws://a"),
                        TrackEgress.of("TR_a").toWebSocket("ws://b")));
    }

    @ParameterizedTest
    @MethodSource("neighbours")
    void doesNotTakeItsNeighboursRecordForItsOwn(EgressRequest request, EgressRequest neighbour) {
        assertThat(request.mayHaveStarted(recordOf(neighbour.messageFor(ROOM)))).isFalse();
        assertThat(neighbour.mayHaveStarted(recordOf(request.messageFor(ROOM)))).isFalse();
    }
}
