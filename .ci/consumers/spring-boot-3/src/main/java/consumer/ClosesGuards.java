package consumer;

import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import java.time.Duration;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Closes the guards of rooms first of all when the application shuts down. */
@Component
final class ClosesGuards implements SmartLifecycle {
    private final RoomGuards guards;
    private volatile boolean running;

    ClosesGuards(RoomGuards guards) {
        this.guards = guards;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        guards.close(Duration.ofSeconds(8));
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server stops: the sockets that it closes then are no host's fall. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 1;
    }
}
