package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.StopEnded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each decision: what needs somebody's attention at WARN, changes of presence at debug. */
final class DecisionLog {
    private static final Logger log = LoggerFactory.getLogger(RoomGuards.class);

    private DecisionLog() {}

    static void write(RoomGuardEvent event) {
        if (event instanceof StopEnded ended && ended.mayStillRun()) {
            log.warn("{} may still run without its host, and is stopped again: {}", ended.egressId(), ended);
        } else if (event instanceof RoomGuardEvent.HostChanged) {
            log.debug("{}", event);
        } else {
            log.info("{}", event);
        }
    }
}
