package io.github.streamlifecycle.livekit.testkit;

import java.util.UUID;
import livekit.LivekitModels.AudioTrackFeature;
import livekit.LivekitModels.SimulcastCodecInfo;
import livekit.LivekitModels.TimedVersion;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitModels.VideoLayer;
import livekit.LivekitModels.VideoQuality;

/** The track of a camera. Its picture is said to be of 320 by 180, whatever comes in: nothing here decodes. */
@SuppressWarnings("deprecation") // what LiveKit deprecates, it still sends
enum Camera {
    /** As a WHIP publish makes it: the server learns the size of the picture from the media. */
    WHIP {
        @Override
        TrackInfo track(String sid, int ssrc, World world) {
            VideoLayer layer = VideoLayer.newBuilder().setSsrc(ssrc).build();
            return video(sid, world)
                    .setName("synthesized-camera")
                    .setDisableDtx(true)
                    .addLayers(layer)
                    .setMid("0")
                    .addCodecs(codec("0", "v0", layer))
                    .addAudioFeatures(AudioTrackFeature.TF_NO_DTX)
                    .build();
        }

        @Override
        TrackInfo measured(TrackInfo track) {
            TrackInfo.Builder measured = track.toBuilder().setWidth(WIDTH).setHeight(HEIGHT);
            measured.getCodecsBuilderList()
                    .forEach(codec -> codec.getLayersBuilderList()
                            .forEach(layer -> layer.setWidth(WIDTH).setHeight(HEIGHT)));
            return measured.build();
        }
    },
    /** As LiveKit's SDK for browsers makes it: the SDK tells the size. */
    BROWSER {
        @Override
        TrackInfo track(String sid, int ssrc, World world) {
            VideoLayer layer = VideoLayer.newBuilder()
                    .setQuality(VideoQuality.HIGH)
                    .setWidth(WIDTH)
                    .setHeight(HEIGHT)
                    .setSsrc(ssrc)
                    .build();
            return video(sid, world)
                    .setWidth(WIDTH)
                    .setHeight(HEIGHT)
                    .addLayers(layer)
                    .setMid("7")
                    .addCodecs(codec("7", UUID.randomUUID().toString(), layer))
                    .build();
        }
    };

    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;

    /** The track when it is published. */
    abstract TrackInfo track(String sid, int ssrc, World world);

    /** The same track once media has come in. */
    TrackInfo measured(TrackInfo track) {
        return track;
    }

    private static TrackInfo.Builder video(String sid, World world) {
        return TrackInfo.newBuilder()
                .setSid(sid)
                .setType(TrackType.VIDEO)
                .setSource(TrackSource.CAMERA)
                .setMimeType("video/VP8")
                .setStream("camera")
                .setVersion(TimedVersion.newBuilder().setUnixMicro(world.nanos() / 1_000));
    }

    private static SimulcastCodecInfo codec(String mid, String cid, VideoLayer layer) {
        return SimulcastCodecInfo.newBuilder()
                .setMimeType("video/VP8")
                .setMid(mid)
                .setCid(cid)
                .addLayers(layer)
                .setVideoLayerMode(VideoLayer.Mode.ONE_SPATIAL_LAYER_PER_STREAM)
                .build();
    }
}
