package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import livekit.LivekitModels.DisconnectReason;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Somebody in a room of a {@link LiveKitDouble} without a connection of its own: for tests that need no WebRTC. Those who
 * subscribe to it receive a moving picture that the double makes, for as long as its network is there.
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
    private final BehaviorProcessor<Presence> presence = BehaviorProcessor.createDefault(Presence.DOWN);
    private final SyntheticFeed feed;
    private final Rating rating;
    private World.@Nullable Planned timeout;
    private boolean dropped;

    /** Comes in. World's thread only. */
    RoomMember(ServerState server, Client client, String room, String identity) {
        this.world = server.world;
        this.ids = server.ids;
        this.rooms = server.rooms;
        this.client = client;
        this.identity = identity;
        this.room = rooms.findOrMake(room);
        this.feed = new SyntheticFeed(server.media);
        this.participant = client.participant(ids.next("PA_"), identity, world);
        this.rating = new Rating(world, quality -> rooms.quality(this.room, participant, quality));
        rooms.tell(new RoomListener() {
            @Override
            public void left(Room one, Participant gone) {
                if (gone == participant) {
                    presence.onNext(Presence.DOWN);
                }
            }
        });
        comeIn();
    }

    private void comeIn() {
        participant.feed = feed;
        if (client.publishes()) {
            rooms.joinAndPublish(room, participant);
            presence.onNext(Presence.UP);
        } else {
            rooms.join(room, participant);
        }
    }

    /** Publishes one more camera, whose track has a sid of its own. */
    public void publish() {
        world.run(() -> rooms.publish(room, participant, rooms.camera(participant, 1)));
    }

    /** Ends its tracks, and stays in the room. */
    public void unpublish() {
        world.run(() -> rooms.unpublish(room, participant));
    }

    /** Mutes its tracks, and stays a host. */
    public void mute() {
        world.run(() -> rooms.mute(room, participant, Muting.MUTED));
    }

    /** Unmutes its tracks. */
    public void unmute() {
        world.run(() -> rooms.mute(room, participant, Muting.UNMUTED));
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
        world.run(() -> {
            timeOutAfter(client.leftAfterDrop);
            if (!dropped) {
                dropped = true;
                feed.stop();
                rating.dropped(Duration.ZERO);
            }
        });
    }

    /** Loses what comes from the server only, while its own media still arrives: the server knows 32 s later. */
    public void dropDownlink() {
        world.run(() -> timeOutAfter(LEFT_AFTER_DOWNLINK_CUT));
    }

    private void timeOutAfter(Duration delay) {
        if (timeout == null) {
            say(Presence.SUSPECT);
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
            if (dropped) {
                dropped = false;
                feed.start();
                rating.back();
            }
            if (isThere()) {
                say(Presence.UP);
                return;
            }
            if (!client.joinsAgain()) {
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

    private boolean isThere() {
        return room.participants.get(identity) == participant;
    }

    /** Of one who publishes and is still there; whoever left is DOWN already. */
    private void say(Presence now) {
        if (client.publishes() && isThere()) {
            presence.onNext(now);
        }
    }

    private void comeBack() {
        room = rooms.findOrMake(room.name());
        participant = client.participant(ids.next("PA_"), identity, world);
        comeIn();
    }

    /**
     * Returns the presence of this host as its own side sees it: UP while it publishes, SUSPECT once it has dropped, UP
     * again when it has healed, DOWN when it has left or the server has let it go. A viewer's is always DOWN.
     *
     * <p>Each subscriber gets the current level first, then every change, on an RxJava I/O thread.
     *
     * @return its presence, which never ends
     */
    public Publisher<Presence> presence() {
        return presence.onBackpressureBuffer().observeOn(Schedulers.io());
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
