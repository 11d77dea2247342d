package io.github.streamlifecycle.livekit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Set;
import java.util.stream.Stream;
import livekit.LivekitEgress.AzureBlobUpload;
import livekit.LivekitEgress.DirectFileOutput;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.EncodingOptions;
import livekit.LivekitEgress.EncodingOptionsPreset;
import livekit.LivekitEgress.GCPUpload;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.S3Upload;
import livekit.LivekitEgress.TrackCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any option of LiveKit's messages can be set, is sent, and tells no secret. */
class EgressOptionsTest {
    private static final String SECRET = "hunter2";
    /** Texts that are shown, since they name what is recorded and where it is found. */
    private static final Set<String> SHOWN = Set.of(
            "layout",
            "identity",
            "track_id",
            "audio_track_id",
            "video_track_id",
            "filepath",
            "filename_prefix",
            "playlist_name");

    private static final S3Upload S3 = S3Upload.newBuilder()
            .setBucket("recordings")
            .setAccessKey("key-" + SECRET)
            .setSecret(SECRET)
            .build();

    private static EncodedFileOutput.Builder file() {
        return EncodedFileOutput.newBuilder().setFilepath("x.mp4");
    }

    private static EgressRequest encoded() {
        return RoomCompositeEgress.layout("speaker")
                .with(request -> request.setPreset(EncodingOptionsPreset.PORTRAIT_H264_1080P_30)
                        .setCustomBaseUrl("https://example.com/?token=" + SECRET)
                        .setAudioOnly(true))
                .to(EgressOutput.of(file().setS3(S3).build()), EgressOutput.rtmp("rtmp://a/live/" + SECRET));
    }

    @Test
    void optionsAreSentWithTheOutputs() {
        RoomCompositeEgressRequest sent = (RoomCompositeEgressRequest) encoded().messageFor("room");
        assertThat(sent.getRoomName()).isEqualTo("room");
        assertThat(sent.getLayout()).isEqualTo("speaker");
        assertThat(sent.getPreset()).isEqualTo(EncodingOptionsPreset.PORTRAIT_H264_1080P_30);
        assertThat(sent.getAudioOnly()).isTrue();
        assertThat(sent.getFileOutputs(0).getS3()).isEqualTo(S3);
        assertThat(sent.getStreamOutputsCount()).isEqualTo(1);
    }

    @Test
    void everySourceTakesOptions() {
        EncodingOptions advanced = EncodingOptions.newBuilder().setWidth(640).build();
        assertThat(Stream.of(
                                WebEgress.at("https://example.com")
                                        .with(request -> request.setAdvanced(advanced))
                                        .toFile("x"),
                                ParticipantEgress.of("host")
                                        .with(request -> request.setAdvanced(advanced))
                                        .toFile("x"),
                                TrackCompositeEgress.audio("TR_a")
                                        .with(request -> request.setAdvanced(advanced))
                                        .toFile("x"))
                        .map(EgressRequest::message))
                .allSatisfy(message -> assertThat(
                                message.getField(message.getDescriptorForType().findFieldByName("advanced")))
                        .isEqualTo(advanced));
    }

    @Test
    void everyStorageIsTaken() {
        assertThat(Stream.of(
                                file().setGcp(GCPUpload.newBuilder().setCredentials(SECRET)),
                                file().setAzure(AzureBlobUpload.newBuilder().setAccountKey(SECRET)),
                                file().setS3(S3))
                        .map(EncodedFileOutput.Builder::build)
                        .map(EgressOutput::of))
                .extracting(EgressOutput::toString)
                .containsExactly("x.mp4 with gcp", "x.mp4 with azure", "x.mp4 with s3");
        assertThat(TrackEgress.of("TR_a")
                        .to(DirectFileOutput.newBuilder()
                                .setFilepath("x.ogg")
                                .setS3(S3)
                                .build()))
                .hasToString("track (TR_a) to x.ogg with s3");
    }

    @Test
    void optionsAreDescribedByTheirNamesAlone() {
        assertThat(encoded())
                .hasToString("room composite (speaker) to x.mp4 and rtmp://..."
                        + " with audio_only, custom_base_url, preset, s3");
    }

    @Test
    void recordWithHiddenCredentialsIsRecognised() {
        RoomCompositeEgressRequest sent = (RoomCompositeEgressRequest) encoded().messageFor("room");
        RoomCompositeEgressRequest.Builder shown = sent.toBuilder();
        shown.getFileOutputsBuilder(0)
                .getS3Builder()
                .setAccessKey("{key...er2}")
                .setSecret("{hu...r2}");
        shown.getStreamOutputsBuilder(0).setUrls(0, "rtmp://a/live/{hu...r2}");
        assertThat(encoded().mayHaveStarted(record(shown.build()))).isTrue();
        assertThat(encoded()
                        .mayHaveStarted(record(shown.setPreset(EncodingOptionsPreset.H264_720P_30)
                                .build())))
                .isFalse();
    }

    private static EgressInfo record(RoomCompositeEgressRequest request) {
        return EgressInfo.newBuilder()
                .setEgressId("EG_1")
                .setRoomComposite(request)
                .build();
    }

    /** Every message with each of its fields set, in turn where only one of several can be. */
    static Stream<EgressRequest> everythingSet() {
        return Stream.of(0, 1, 2, 3)
                .flatMap(choice -> Stream.of(
                        EgressRequest.of(
                                (RoomCompositeEgressRequest) filled(RoomCompositeEgressRequest.newBuilder(), choice)),
                        EgressRequest.of((WebEgressRequest) filled(WebEgressRequest.newBuilder(), choice)),
                        EgressRequest.of(
                                (ParticipantEgressRequest) filled(ParticipantEgressRequest.newBuilder(), choice)),
                        EgressRequest.of(
                                (TrackCompositeEgressRequest) filled(TrackCompositeEgressRequest.newBuilder(), choice)),
                        EgressRequest.of((TrackEgressRequest) filled(TrackEgressRequest.newBuilder(), choice))));
    }

    private static Message filled(Message.Builder message, int choice) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isMapField()) {
                continue;
            }
            boolean chosen = field.getContainingOneof() == null
                    || field.getContainingOneof().getFields().indexOf(field)
                            == choice % field.getContainingOneof().getFieldCount();
            if (field.isRepeated()) {
                message.addRepeatedField(field, value(message, field, choice));
            } else if (chosen) {
                message.setField(field, value(message, field, choice));
            }
        }
        return message.build();
    }

    private static Object value(Message.Builder message, FieldDescriptor field, int choice) {
        return switch (field.getJavaType()) {
            case STRING -> SHOWN.contains(field.getName()) ? "shown" : "https://me:hunter2@host/" + SECRET;
            case MESSAGE -> filled(message.newBuilderForField(field), choice);
            case BYTE_STRING -> ByteString.copyFromUtf8(SECRET);
            case BOOLEAN -> true;
            case INT -> 1;
            case LONG -> 1L;
            case FLOAT -> 1f;
            case DOUBLE -> 1d;
            case ENUM -> field.getEnumType().getValues().get(1);
        };
    }

    @ParameterizedTest
    @MethodSource("everythingSet")
    void noOptionTellsASecret(EgressRequest request) {
        assertThat(request.message().toString()).contains(SECRET);
        assertThat(request.toString()).contains(" with ").doesNotContain(SECRET);
    }
}
