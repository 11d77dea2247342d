package io.github.streamlifecycle.livekit.testkit;

import java.util.ArrayList;
import java.util.List;
import livekit.LivekitModels.ConnectionQuality;

/** LiveKit's own signalling, for those who subscribe. Publishing over it is not there: that is what WHIP is for. */
final class Signalling implements RoomListener {
    static final String PATH = "/rtc";

    final World world;
    private final Ids ids;
    final Rooms rooms;
    final MediaThread media;
    private final List<SignalSession> sessions = new ArrayList<>();

    Signalling(World world, Ids ids, Rooms rooms, MediaThread media) {
        this.world = world;
        this.ids = ids;
        this.rooms = rooms;
        this.media = media;
        rooms.tell(this);
    }

    SignalSocket.Listener join(SignalSocket socket, Grants grants) {
        Room room = rooms.findOrMake(grants.room());
        Participant participant = Participant.subscriber(ids.next("PA_"), grants, world);
        rooms.enter(room, participant);
        SignalSession session = new SignalSession(this, socket, room, participant);
        sessions.add(session);
        session.welcome();
        return session;
    }

    @Override
    public void changed(Room room, Participant participant) {
        in(room).forEach(session -> session.changed(participant));
    }

    @Override
    public void quality(Room room, Participant participant, ConnectionQuality quality) {
        in(room).forEach(session -> session.quality(participant, quality));
    }

    @Override
    public void left(Room room, Participant participant) {
        in(room).stream()
                .filter(session -> session.participant() == participant)
                .forEach(session -> {
                    sessions.remove(session);
                    session.dismissed();
                });
    }

    private List<SignalSession> in(Room room) {
        return sessions.stream().filter(session -> session.room() == room).toList();
    }

    void endAll() {
        sessions.forEach(SignalSession::end);
        sessions.clear();
    }
}
