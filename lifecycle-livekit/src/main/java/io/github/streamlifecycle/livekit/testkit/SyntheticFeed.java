package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Fifteen pictures a second of a grey that changes, made only while somebody subscribes. */
final class SyntheticFeed implements Feed {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final long EVERY_MILLIS = 1_000 / 15;
    private static final Scheduler SCHEDULER = Schedulers.from(Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "livekit-double-pictures");
        thread.setDaemon(true);
        return thread;
    }));

    private volatile boolean stopped;

    void stop() {
        stopped = true;
    }

    void start() {
        stopped = false;
    }

    @Override
    public Disposable to(CustomVideoSource subscriber) {
        Pictures pictures = new Pictures(subscriber);
        Disposable timer = SCHEDULER.schedulePeriodicallyDirect(pictures, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return Disposable.fromRunnable(() -> {
            timer.dispose();
            pictures.end();
        });
    }

    private final class Pictures implements Runnable {
        private final CustomVideoSource subscriber;
        private byte grey;
        private boolean ended;

        Pictures(CustomVideoSource subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public synchronized void run() {
            if (ended || stopped) {
                return;
            }
            NativeI420Buffer picture = NativeI420Buffer.allocate(WIDTH, HEIGHT);
            grey++;
            for (int i = 0; i < picture.getDataY().capacity(); i++) {
                picture.getDataY().put(i, grey);
            }
            VideoFrame frame = new VideoFrame(picture, 0, System.nanoTime());
            subscriber.pushFrame(frame);
            frame.release();
        }

        /** Waits for a picture that is on its way: the subscriber's source may be disposed of afterwards. */
        synchronized void end() {
            ended = true;
        }
    }
}
