package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.room.HostRule;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The code of {@code docs/rooms.md}. */
final class RoomsSnippet {
    private static final Logger log = LoggerFactory.getLogger(RoomsSnippet.class);

    private RoomsSnippet() {}

    static int guarded(LiveKit livekit, byte[] body, String authorization) {
        // spotless:off
        // region page
        RoomGuards guards = livekit.guardRooms()
                .host(HostRule.anyPublisher())
                .grace(Duration.ofSeconds(5))
                .start();
        guards.events().subscribe(event -> log.info("{}", event));

        // POST /livekit/webhook, in the web framework of your choice
        int status = guards.webhook(body, authorization);
        // endregion
        // spotless:on
        guards.close();
        return status;
    }
}
