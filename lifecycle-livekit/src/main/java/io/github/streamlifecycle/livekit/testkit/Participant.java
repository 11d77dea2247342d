package io.github.streamlifecycle.livekit.testkit;

import livekit.LivekitModels.AudioTrackFeature;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.SimulcastCodecInfo;
import livekit.LivekitModels.TimedVersion;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;

/** Who is in a room: a host, a viewer or a recorder. */
@SuppressWarnings("deprecation") // what LiveKit deprecates, it still sends
final class Participant {
    final ParticipantInfo.Builder info;

    private Participant(ParticipantInfo.Builder info) {
        this.info = info;
    }

    static Participant host(String sid, String identity, String name, World world) {
        return new Participant(active(sid, identity, world)
                .setName(name)
                .setPermission(
                        ParticipantPermission.newBuilder().setCanPublish(true).setCanPublishData(true)));
    }

    static Participant viewer(String sid, String identity, World world) {
        return new Participant(active(sid, identity, world)
                .setName(identity)
                .setPermission(ParticipantPermission.newBuilder().setCanSubscribe(true)));
    }

    static Participant recorder(String sid, String egressId, World world) {
        return new Participant(active(sid, egressId, world)
                .setKind(ParticipantInfo.Kind.EGRESS)
                .setClientProtocol(2)
                .setPermission(ParticipantPermission.newBuilder()
                        .setCanSubscribe(true)
                        .setHidden(true)
                        .setRecorder(true)));
    }

    private static ParticipantInfo.Builder active(String sid, String identity, World world) {
        return ParticipantInfo.newBuilder()
                .setSid(sid)
                .setIdentity(identity)
                .setState(ParticipantInfo.State.ACTIVE)
                .setJoinedAt(world.seconds())
                .setJoinedAtMs(world.millis())
                .setVersion(2);
    }

    /** The track of a camera, as a WHIP publish makes it. */
    static TrackInfo camera(String sid, int ssrc, World world) {
        VideoLayer layer = VideoLayer.newBuilder().setSsrc(ssrc).build();
        return TrackInfo.newBuilder()
                .setSid(sid)
                .setType(TrackType.VIDEO)
                .setName("synthesized-camera")
                .setDisableDtx(true)
                .setSource(TrackSource.CAMERA)
                .addLayers(layer)
                .setMimeType("video/VP8")
                .setMid("0")
                .addCodecs(SimulcastCodecInfo.newBuilder()
                        .setMimeType("video/VP8")
                        .setMid("0")
                        .setCid("v0")
                        .addLayers(layer)
                        .setVideoLayerMode(VideoLayer.Mode.ONE_SPATIAL_LAYER_PER_STREAM))
                .setStream("camera")
                .setVersion(TimedVersion.newBuilder().setUnixMicro(world.nanos() / 1_000))
                .addAudioFeatures(AudioTrackFeature.TF_NO_DTX)
                .build();
    }

    void published(TrackInfo track) {
        info.addTracks(track).setIsPublisher(true).setVersion(3);
    }

    void gone(DisconnectReason reason) {
        info.clearTracks()
                .setState(ParticipantInfo.State.DISCONNECTED)
                .setDisconnectReason(reason)
                .setVersion(info.getVersion() + 1);
    }

    boolean isRecorder() {
        return info.getKind() == ParticipantInfo.Kind.EGRESS;
    }

    String sid() {
        return info.getSid();
    }

    String identity() {
        return info.getIdentity();
    }

    /** As webhooks about tracks name it. */
    ParticipantInfo reference() {
        return ParticipantInfo.newBuilder()
                .setSid(sid())
                .setIdentity(identity())
                .build();
    }
}
