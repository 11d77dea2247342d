package io.github.streamlifecycle.livekit.testkit;

import livekit.LivekitModels.DisconnectReason;

/**
 * Somebody in a room of a {@link LiveKitDouble} without media behind him: for tests that need no WebRTC.
 *
 * @since 0.1.0
 */
public final class RoomMember {
    private final World world;
    private final Rooms rooms;
    private final Rooms.Room room;
    private final Participant participant;

    RoomMember(World world, Rooms rooms, Rooms.Room room, Participant participant) {
        this.world = world;
        this.rooms = rooms;
        this.room = room;
        this.participant = participant;
    }

    /** Leaves cleanly: the server knows at once. */
    public void leave() {
        world.run(() -> rooms.leave(room, participant, DisconnectReason.CLIENT_INITIATED));
    }

    /** Loses its network: the server knows 16.4 s later. */
    public void drop() {
        world.after(Rooms.LEFT_AFTER_DROP, () -> rooms.leave(room, participant, DisconnectReason.CONNECTION_TIMEOUT));
    }

    /**
     * Its session id.
     *
     * @return the participant's sid
     */
    public String sid() {
        return participant.sid();
    }
}
