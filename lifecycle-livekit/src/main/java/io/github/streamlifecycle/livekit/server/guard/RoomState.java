package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.Reason;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner.Participant;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner.PublisherOf;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a guard remembers.
 *
 * @param view what is known of the room
 * @param birth the room that has the name now
 * @param egress the egress, also some that have ended
 * @param unreadSinceMillis the time since when the room has to be read before a drop may be acted on; 0 if it was
 * @param waitingUntilMillis the time that was asked for; 0 for none. It is not written down
 */
record RoomState(
        RoomView view, Birth birth, List<EgressGuard> egress, long unreadSinceMillis, long waitingUntilMillis) {
    /** A room that was never read. */
    static final long EVER = 1;

    private static final Sighting NOBODY =
            new Sighting("", Optional.empty(), Reason.NOTHING_KNOWN, Optional.empty(), 0, OptionalLong.empty());

    /**
     * The creation of a room.
     *
     * @param roomId its id, or the empty string while it is not known
     * @param atMillis when it was created, in milliseconds since the epoch by LiveKit's clock
     */
    record Birth(String roomId, long atMillis) {
        static final Birth UNKNOWN = new Birth("", 0);

        Birth later(String otherId, long otherMillis) {
            return !otherId.isEmpty() && otherMillis > atMillis ? new Birth(otherId, otherMillis) : this;
        }

        /** Whether an egress is of an earlier room of this name. */
        boolean isAfter(EgressFacts egress) {
            return !roomId.isEmpty()
                    && !egress.roomId().isEmpty()
                    && !roomId.equals(egress.roomId())
                    && egress.startedAtMillis() != 0
                    && egress.startedAtMillis() < atMillis;
        }

        /** Whether an egress is of a room that nobody has told of: what is known of hosts may be of another one. */
        boolean isUntoldOf(EgressFacts egress) {
            return !egress.roomId().isEmpty() && !egress.roomId().equals(roomId) && !isAfter(egress);
        }
    }

    RoomState {
        egress = List.copyOf(egress);
    }

    static RoomState of(RoomView view) {
        return new RoomState(view, Birth.UNKNOWN, List.of(), EVER, 0);
    }

    boolean isGuarding() {
        return egress.stream().anyMatch(EgressGuard::isGuarded);
    }

    boolean isUntoldOf(EgressFacts facts) {
        return birth.isUntoldOf(facts);
    }

    Sighting host(EgressFacts facts) {
        return host(view, birth, facts);
    }

    /** What is known of each host of an egress. */
    static Stream<Sighting> hosts(RoomView view, Birth birth, EgressFacts egress) {
        boolean isOfThisRoom = !birth.isAfter(egress) && !birth.isUntoldOf(egress);
        if (isOfThisRoom && egress.owner() instanceof EgressOwner.Host) {
            return view.hosts().stream();
        }
        return Stream.of(host(view, birth, egress));
    }

    /** What is known of the host of an egress. */
    static Sighting host(RoomView view, Birth birth, EgressFacts egress) {
        if (birth.isAfter(egress)) {
            return new Sighting(
                    "",
                    Optional.of(Presence.DOWN),
                    Reason.ROOM_FINISHED,
                    Optional.of(Source.WEBHOOK),
                    birth.atMillis(),
                    OptionalLong.empty());
        }
        if (birth.isUntoldOf(egress)) {
            return NOBODY;
        }
        if (egress.owner() instanceof Participant owner) {
            return view.participant(owner.identity());
        }
        return egress.owner() instanceof PublisherOf owner ? view.publisherOf(owner.tracks()) : view.host();
    }
}
