package io.github.streamlifecycle.livekit.testkit;

import livekit.LivekitModels.AudioTrackFeature;
import livekit.LivekitModels.BackupCodecPolicy;
import livekit.LivekitModels.SimulcastCodecInfo;
import livekit.LivekitModels.TimedVersion;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;

/** The track of a microphone, as a WHIP publish makes it. */
final class Microphone {
    private Microphone() {}

    @SuppressWarnings("deprecation") // what LiveKit deprecates, it still sends
    static TrackInfo track(String sid, World world) {
        SimulcastCodecInfo codec = SimulcastCodecInfo.newBuilder()
                .setMimeType("audio/opus")
                .setMid("0")
                .setCid("a0")
                .setVideoLayerMode(VideoLayer.Mode.ONE_SPATIAL_LAYER_PER_STREAM)
                .build();
        return TrackInfo.newBuilder()
                .setSid(sid)
                .setType(TrackType.AUDIO)
                .setName("synthesized-microphone")
                .setDisableDtx(true)
                .setSource(TrackSource.MICROPHONE)
                .setMimeType("audio/opus")
                .setMid("0")
                .addCodecs(codec)
                .setStream("camera")
                .setVersion(TimedVersion.newBuilder().setUnixMicro(world.nanos() / 1_000))
                .addAudioFeatures(AudioTrackFeature.TF_NO_DTX)
                .setBackupCodecPolicy(BackupCodecPolicy.SIMULCAST)
                .build();
    }
}
