package io.github.streamlifecycle.examples.guard.demo;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.reactivex.rxjava3.core.Flowable;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A picture that gets brighter and darker, as a video track: a picture that stood still would send nothing. */
final class MovingPicture {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int FRAME_MILLIS = 66;

    private final CustomVideoSource source;
    private final VideoTrack track;

    private MovingPicture(CustomVideoSource source, VideoTrack track) {
        this.source = source;
        this.track = track;
    }

    /** Begins to paint, for as long as the process lives. */
    static MovingPicture of(PeerConnectionFactory factory) {
        CustomVideoSource source = new CustomVideoSource();
        MovingPicture picture = new MovingPicture(source, factory.createVideoTrack("camera", source));
        Flowable.interval(FRAME_MILLIS, TimeUnit.MILLISECONDS)
                .onBackpressureDrop()
                .subscribe(picture::paint);
        return picture;
    }

    VideoTrack track() {
        return track;
    }

    private void paint(long frameNumber) {
        NativeI420Buffer picture = NativeI420Buffer.allocate(WIDTH, HEIGHT);
        ByteBuffer luma = picture.getDataY();
        for (int i = 0; i < luma.capacity(); i++) {
            luma.put(i, (byte) (frameNumber * 4 + i / picture.getStrideY()));
        }
        VideoFrame frame = new VideoFrame(picture, System.nanoTime());
        source.pushFrame(frame);
        frame.release();
    }
}
