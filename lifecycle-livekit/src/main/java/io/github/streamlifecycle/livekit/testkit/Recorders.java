package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.livekit.testkit.Source.InRoom;
import java.time.Duration;
import livekit.LivekitModels.DisconnectReason;

/** The recorders of egress, which are in rooms as participants. */
final class Recorders {
    private static final Duration MISSED_AFTER = Duration.ofSeconds(21);

    private final World world;
    private final Ids ids;
    private final Rooms rooms;

    Recorders(World world, Ids ids, Rooms rooms) {
        this.world = world;
        this.ids = ids;
        this.rooms = rooms;
    }

    void join(Egress egress) {
        if (egress.source instanceof InRoom source) {
            String sid = ids.next("PA_");
            rooms.join(
                    source.room(),
                    egress.type.isChrome()
                            ? Participant.chromeRecorder(sid, egress.id(), world)
                            : Participant.sdkRecorder(sid, egress.id(), world));
        }
    }

    /** A Chrome is just closed; the SDK says goodbye. */
    void end(Egress egress) {
        if (egress.type.isChrome()) {
            die(egress);
        } else {
            leave(egress, DisconnectReason.CLIENT_INITIATED);
        }
    }

    /** Nothing more comes from it, until the server misses it. */
    void die(Egress egress) {
        world.after(MISSED_AFTER, () -> leave(egress, DisconnectReason.CONNECTION_TIMEOUT));
    }

    private void leave(Egress egress, DisconnectReason reason) {
        if (egress.source instanceof InRoom source) {
            Participant recorder = source.room().participants.get(egress.id());
            if (recorder != null) {
                rooms.leave(source.room(), recorder, reason);
            }
        }
    }
}
