package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.server.rooms.RoomGuardsPlan;

class DefaultShellTest extends RoomShellContract {
    @Override
    RoomGuardsPlan placed(RoomGuardsPlan plan) {
        return plan;
    }
}
