package consumer;

import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Stops the live streams when the application shuts down. */
@Component
final class StopsStreams implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(StopsStreams.class);
    private static final Duration WITHIN = Duration.ofSeconds(8);

    private final LiveKit livekit;
    private volatile boolean running;

    StopsStreams(LiveKit livekit) {
        this.livekit = livekit;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        List<GuardedStream> unconfirmed = livekit.stopAll(WITHIN);
        log.info("Stopped all streams; not confirmed: {}", unconfirmed);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the web server has stopped: no request starts another stream. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 2048;
    }
}
