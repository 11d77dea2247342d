package io.github.streamlifecycle.examples.host;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A moving test picture as a video track: a white bar that wanders over a coloured ground. */
public final class TestPicture implements AutoCloseable {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int BAR = 16;
    private static final int FRAMES_PER_SECOND = 15;

    private final CustomVideoSource source = new CustomVideoSource();
    private final VideoTrack track;
    private final SerialDisposable painting = new SerialDisposable();
    private int frames;

    /**
     * Makes a track and starts painting.
     *
     * @param factory the factory of the track
     */
    public TestPicture(PeerConnectionFactory factory) {
        track = factory.createVideoTrack("test-picture", source);
        resume();
    }

    /**
     * Returns the track to publish.
     *
     * @return the track, which lives as long as the process
     */
    public VideoTrack track() {
        return track;
    }

    private void paint() {
        NativeI420Buffer picture = NativeI420Buffer.allocate(WIDTH, HEIGHT);
        int bar = frames * 4 % (WIDTH - BAR);
        byte[] row = new byte[picture.getStrideY()];
        for (int x = 0; x < WIDTH; x++) {
            row[x] = (byte) (x >= bar && x < bar + BAR ? 235 : 16 + x / 4);
        }
        ByteBuffer luma = picture.getDataY();
        for (int y = 0; y < HEIGHT; y++) {
            luma.put(y * picture.getStrideY(), row);
        }
        fill(picture.getDataU(), 96 + frames % 64);
        fill(picture.getDataV(), 160 - frames % 64);
        VideoFrame frame = new VideoFrame(picture, System.nanoTime());
        source.pushFrame(frame);
        frame.release();
        frames++;
    }

    private static void fill(ByteBuffer plane, int value) {
        for (int i = 0; i < plane.capacity(); i++) {
            plane.put(i, (byte) value);
        }
    }

    /** Stops painting; the track stays, without new frames. */
    public void pause() {
        painting.set(Disposable.disposed());
    }

    /** Goes on painting. */
    public void resume() {
        painting.set(Flowable.interval(1_000 / FRAMES_PER_SECOND, TimeUnit.MILLISECONDS)
                .onBackpressureDrop()
                .subscribe(tick -> paint()));
    }

    /** Stops painting; the native source is freed with the process. */
    @Override
    public void close() {
        painting.dispose();
    }
}
