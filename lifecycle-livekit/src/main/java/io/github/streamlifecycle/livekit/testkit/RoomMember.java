package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import livekit.LivekitModels.DisconnectReason;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a room of a {@link LiveKitDouble} without media behind him: for tests that need no WebRTC.
 *
 * @since 0.1.0
 */
public final class RoomMember {
    private static final Duration LEFT_AFTER_DOWNLINK_CUT = Duration.ofSeconds(32);
    private static final Duration JOINS_AGAIN_AFTER = Duration.ofMillis(1_900);
    private static final Duration MAKES_ROOM_AFTER = Duration.ofMillis(700);
    private static final Duration JOINS_NEW_ROOM_AFTER = Duration.ofSeconds(4);

    private final World world;
    private final Ids ids;
    private final Rooms rooms;
    private final Client client;
    private final String identity;
    private Room room;
    private Participant participant;
    private World.@Nullable Planned timeout;

    /** Comes in. World's thread only. */
    RoomMember(World world, Ids ids, Rooms rooms, Client client, String room, String identity) {
        this.world = world;
        this.ids = ids;
        this.rooms = rooms;
        this.client = client;
        this.identity = identity;
        this.room = rooms.findOrMake(room);
        this.participant = client.participant(ids.next("PA_"), identity, world);
        comeIn();
    }

    private void comeIn() {
        if (client.publishes()) {
            rooms.joinAndPublish(room, participant, 1);
        } else {
            rooms.join(room, participant);
        }
    }

    /** Ends its track, and stays in the room. */
    public void unpublish() {
        world.run(() -> rooms.unpublish(room, participant));
    }

    /** Leaves cleanly: the server knows at once. */
    public void leave() {
        world.run(() -> rooms.leave(room, participant, DisconnectReason.CLIENT_INITIATED));
    }

    /**
     * Loses its network: the server knows 16.4 s later of a WHIP host, and 21.9 s later of whoever uses LiveKit's own
     * signalling.
     */
    public void drop() {
        world.run(() -> timeOutAfter(client.leftAfterDrop));
    }

    /** Loses what comes from the server only, while its own media still arrives: the server knows 32 s later. */
    public void dropDownlink() {
        world.run(() -> timeOutAfter(LEFT_AFTER_DOWNLINK_CUT));
    }

    private void timeOutAfter(Duration delay) {
        if (timeout == null) {
            Participant dropped = participant;
            timeout = world.after(delay, () -> rooms.leave(room, dropped, DisconnectReason.CONNECTION_TIMEOUT));
        }
    }

    /**
     * Gets its network back. Before the server knew, it goes on as if nothing had been. After, a WHIP host stays away,
     * and whoever uses LiveKit's own signalling joins again with a new sid: 1.9 s later, or 4.7 s later in a new room
     * of the same name if the old one has ended.
     */
    public void heal() {
        world.run(() -> {
            if (timeout == null) {
                return;
            }
            timeout.callOff();
            timeout = null;
            if (room.participants.get(identity) == participant || !client.joinsAgain()) {
                return;
            }
            if (rooms.find(room.name()).isPresent()) {
                world.after(JOINS_AGAIN_AFTER, this::comeBack);
            } else {
                world.after(MAKES_ROOM_AFTER, () -> {
                    rooms.findOrMake(room.name());
                    world.after(JOINS_NEW_ROOM_AFTER, this::comeBack);
                });
            }
        });
    }

    private void comeBack() {
        room = rooms.findOrMake(room.name());
        participant = client.participant(ids.next("PA_"), identity, world);
        comeIn();
    }

    /**
     * Its session id, another one after it joined again.
     *
     * @return the participant's sid
     */
    public String sid() {
        return world.ask(() -> participant.sid());
    }
}
