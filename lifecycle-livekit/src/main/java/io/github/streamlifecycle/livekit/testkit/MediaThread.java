package io.github.streamlifecycle.livekit.testkit;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one daemon thread on which a double calls webrtc-java. Such calls wait for webrtc-java's own threads: the world must
 * never make them, since it would stand still for as long.
 */
final class MediaThread {
    private static final Logger log = LoggerFactory.getLogger(MediaThread.class);
    private static final long SETTLES_WITHIN_SECONDS = 10;
    private static final long IDLE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "livekit-double-media");
        thread.setDaemon(true);
        return thread;
    });

    final Scheduler scheduler = Schedulers.from(executor);

    MediaThread() {
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs a task after those that were handed over before, and never waits for it. */
    void run(Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                // webrtc-java throws Errors for bad descriptions and closed connections, too
                log.error("the media of the LiveKit double has a bug", thrown);
            }
        });
    }

    /** Waits until all that was handed over before is done, unless webrtc-java hangs. */
    void settle() {
        CountDownLatch done = new CountDownLatch(1);
        run(done::countDown);
        try {
            if (!done.await(SETTLES_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                log.warn("the peer connections of the LiveKit double did not close in {} s", SETTLES_WITHIN_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
