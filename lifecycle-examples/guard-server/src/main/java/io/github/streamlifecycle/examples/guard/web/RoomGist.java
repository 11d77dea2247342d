package io.github.streamlifecycle.examples.guard.web;

import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.util.List;

/** What a reader of a room sees, but for times that go on by themselves. */
public final class RoomGist {
    private RoomGist() {}

    /**
     * Returns the gist of a room.
     *
     * @param room the room
     * @return a value that is equal to another one if a reader sees nothing new
     */
    public static List<Object> of(RoomGuard room) {
        return List.of(
                room.hosts().stream()
                        .map(host -> List.of(host.identity(), host.presence(), host.reason()))
                        .toList(),
                room.guarded().stream()
                        .map(one -> List.of(
                                one.egress(),
                                one.state(),
                                one.outlook(),
                                one.host().identity(),
                                one.host().presence(),
                                one.readings().stream()
                                        .map(said -> List.of(said.presence(), said.reason()))
                                        .toList()))
                        .toList(),
                room.over());
    }
}
