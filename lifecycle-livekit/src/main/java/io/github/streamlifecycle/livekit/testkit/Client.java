package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;

/** How somebody without media is connected, and what the server makes of it when his network is gone. */
enum Client {
    /** A WHIP publish: once the server has let it go it does not come back by itself. */
    WHIP_HOST(Rooms.LEFT_AFTER_DROP) {
        @Override
        Participant participant(String sid, String identity, World world) {
            return Participant.whipHost(sid, identity, identity, world);
        }
    },
    /** LiveKit's own signalling, publishing: the SDK joins again when the network is back. */
    BROWSER_HOST(Duration.ofMillis(21_900)) {
        @Override
        Participant participant(String sid, String identity, World world) {
            return Participant.browserHost(sid, identity, world);
        }
    },
    /** LiveKit's own signalling, only subscribing. */
    VIEWER(Duration.ofMillis(21_900)) {
        @Override
        Participant participant(String sid, String identity, World world) {
            return Participant.viewer(sid, identity, world);
        }
    };

    final Duration leftAfterDrop;

    Client(Duration leftAfterDrop) {
        this.leftAfterDrop = leftAfterDrop;
    }

    abstract Participant participant(String sid, String identity, World world);

    boolean publishes() {
        return this != VIEWER;
    }

    boolean joinsAgain() {
        return this != WHIP_HOST;
    }
}
