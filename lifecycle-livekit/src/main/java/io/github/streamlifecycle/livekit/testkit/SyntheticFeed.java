package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import io.reactivex.rxjava3.disposables.Disposable;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The media of somebody who has no connection: a grey picture that changes fifteen times a second, and a sound. After it
 * was made, all of it belongs to the media thread.
 */
final class SyntheticFeed implements Feed {
    private static final long PICTURE_EVERY_MILLIS = 66;

    private final MediaThread thread;
    private final Gates gates = new Gates();
    private boolean flows = true;
    private int grey;

    SyntheticFeed(MediaThread thread) {
        this.thread = thread;
        gates.open();
    }

    @Override
    public Disposable pictures(CustomVideoSource subscriber) {
        return thread.scheduler.schedulePeriodicallyDirect(
                () -> push(subscriber), 0, PICTURE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public Disposable sound(Gate subscriber) {
        return gates.add(subscriber);
    }

    private void push(CustomVideoSource subscriber) {
        if (flows) {
            grey++;
            Picture.push(subscriber, (byte) grey);
        }
    }

    void start() {
        thread.run(() -> {
            flows = true;
            gates.open();
        });
    }

    void stop() {
        thread.run(() -> {
            flows = false;
            gates.close();
        });
    }

    /** What needs webrtc-java, which members without a subscriber do not. */
    private static final class Picture {
        private static final int WIDTH = 320;
        private static final int HEIGHT = 180;

        static void push(CustomVideoSource subscriber, byte grey) {
            NativeI420Buffer picture = NativeI420Buffer.allocate(WIDTH, HEIGHT);
            ByteBuffer luma = picture.getDataY();
            for (int i = 0; i < luma.capacity(); i++) {
                luma.put(i, grey);
            }
            VideoFrame frame = new VideoFrame(picture, 0, System.nanoTime());
            subscriber.pushFrame(frame);
            frame.release();
        }
    }
}
